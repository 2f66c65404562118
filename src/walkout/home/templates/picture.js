// A form's file does not come through interception, so the picture goes as text in a field of the form.
const form = document.getElementById("picture-form");
form?.addEventListener("submit", (event) => {
  const file = document.getElementById("file").files[0];
  const field = document.getElementById("picture");
  if (!file || field.value) return;
  event.preventDefault();
  const reader = new FileReader();
  reader.onload = () => {
    field.value = reader.result.slice(reader.result.indexOf(",") + 1);
    form.submit();
  };
  reader.readAsDataURL(file);
});
