"""The only package that imports Playwright: finding and starting a browser, looking at pages, acting."""
