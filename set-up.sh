#!/bin/sh
# Sets up all that walkout runs with: Python's packages, as requirements.lock pins them, in .venv, and a browser.
#   --no-browser   leave the browser out
#   --tests        also bring what the tests with a window need: Xvfb and xdotool (Linux)
# PYTHON=... names the Python to use. Run again, it looks whether all is still there, and does only what is missing.
set -eu
cd "$(dirname "$0")"

venv=.venv
stamp=$venv/set-up.stamp
with_browser=yes
for_tests=no

say() {
    printf 'set-up: %s\n' "$*"
}

# What happened, then what to do about it; the exit code is walkout's own for "cannot start".
stop() {
    printf 'set-up: %s\n' "$@" >&2
    exit 8
}

# Runs a command as root. Without a terminal, sudo is used only where it asks for no password.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        env DEBIAN_FRONTEND=noninteractive "$@"
    elif ! command -v sudo >/dev/null 2>&1; then
        return 1
    elif sudo -n true 2>/dev/null; then
        sudo -n env DEBIAN_FRONTEND=noninteractive "$@"
    elif [ -t 0 ]; then
        say "sudo may ask for your password, to run: $*"
        sudo env DEBIAN_FRONTEND=noninteractive "$@"
    else
        return 1
    fi
}

# Installs packages with apt-get; fails where there is no apt-get, no way to become root, or no such package.
apt_install() {
    command -v apt-get >/dev/null 2>&1 || return 1
    say "$* missing, trying apt-get"
    as_root apt-get update -qq >/dev/null || return 1
    as_root apt-get install -y -qq --no-install-recommends -oDPkg::Lock::Timeout=120 "$@" >/dev/null
}

can_run_walkout() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

can_make_venv() {
    "$1" -c 'import ensurepip, venv' >/dev/null 2>&1
}

# Prints the first Python of 3.11 or later that passes the test named in $1, if there is one.
find_python() {
    for name in ${PYTHON:-python3.14 python3.13 python3.12 python3.11 python3}; do
        if can_run_walkout "$name" && "$1" "$name"; then
            printf '%s\n' "$name"
            return
        fi
    done
}

# Debian and Ubuntu keep ensurepip in a package of its own.
bring_venv_module() {
    version=$("$1" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')
    apt_install "$version-venv" || stop \
        "$1 cannot make a virtual environment, as its module ensurepip is missing." \
        "Install it and run this again; on Debian and Ubuntu: sudo apt-get install $version-venv"
}

make_venv() {
    if can_run_walkout $venv/bin/python && $venv/bin/python -m pip --version >/dev/null 2>&1; then
        return
    fi
    python=$(find_python can_make_venv)
    if [ -z "$python" ]; then
        python=$(find_python can_run_walkout)
        [ -n "$python" ] || stop \
            "walkout needs Python 3.11 or later, and none was found." \
            "Debian 12, Ubuntu 24.04 and later: sudo apt-get install python3 python3-venv" \
            "macOS: brew install python, or the installer from https://www.python.org/downloads/" \
            "If it lies elsewhere: PYTHON=/path/to/python3 make demo"
        bring_venv_module "$python"
    fi
    say "making $venv with $("$python" --version)"
    "$python" -m venv --clear $venv
}

wanted_stamp() {
    cat requirements.lock pyproject.toml set-up.sh | cksum
    pwd
}

install_packages() {
    if [ "$(cat $stamp 2>/dev/null)" = "$(wanted_stamp)" ] && $venv/bin/python -c 'import walkout' 2>/dev/null; then
        return
    fi
    make_venv
    rm -f $stamp
    say "installing the packages that requirements.lock pins"
    set -- $venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input
    "$@" --require-hashes --requirement requirements.lock || stop \
        "pip could not install the packages; its lines above say why." \
        "This needs a connection to the internet. Behind a proxy, set HTTPS_PROXY."
    "$@" --no-deps --no-build-isolation --editable . || stop "pip could not install walkout itself."
    wanted_stamp >$stamp
}

# The headless shell is Chromium without the desktop's browser around it: tests without a window take half as long in it.
bring_headless_shell() {
    command -v chromium-headless-shell >/dev/null 2>&1 || apt_install chromium-headless-shell ||
        say "without chromium-headless-shell the tests take longer; nothing else depends on it"
}

missing_for_windows() {
    command -v Xvfb >/dev/null 2>&1 || printf 'xvfb '
    command -v xdotool >/dev/null 2>&1 || printf 'xdotool '
}

# Tests with a window are skipped, with a reason, where there is no X server. In CI that would hide a failure.
bring_windows() {
    if [ "$(uname -s)" != Linux ]; then
        say "tests with a window need Xvfb, which is for Linux; they will be skipped"
        return
    fi
    missing=$(missing_for_windows)
    [ -n "$missing" ] || return 0
    # shellcheck disable=SC2086  # two words, two packages
    apt_install $missing || true
    missing=$(missing_for_windows)
    [ -n "$missing" ] || return 0
    [ "${CI:-}" != true ] || stop "the tests with a window need $missing(packages of Debian's names), and CI must not skip them."
    say "without $missing(packages of Debian's names) the tests with a window will be skipped"
}

for option in "$@"; do
    case $option in
        --no-browser) with_browser=no ;;
        --tests) for_tests=yes ;;
        *) stop "unknown option $option; known are --no-browser and --tests" ;;
    esac
done
install_packages
[ $with_browser = no ] || $venv/bin/python -m walkout.browser.install
if [ $for_tests = yes ]; then
    bring_windows
    bring_headless_shell
fi
