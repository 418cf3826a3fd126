"""A terminal of tmux: types into it, waits for what it shows, and keeps each screen with the time at which it was."""

import os
import re
import subprocess
import tempfile
import time

PATIENCE_SECONDS = 60
# A program has taken in a key once its screen has changed and then stood still for this long.
STILL_SECONDS = 0.06
# Some keys change nothing.
NO_CHANGE_SECONDS = 0.3


class Terminal:
    """The clock of what is recorded is its own: a key takes as long as it should look, not as long as tmux took."""

    def __init__(self, columns, rows, directory, environment):
        self.columns = columns
        self.rows = rows
        self.seconds = 0.0
        self.frames = []
        self._socket = os.path.join(tempfile.mkdtemp(prefix="kvlb-recording-"), "tmux")
        variables = {"PS1": "$ ", "LC_ALL": "C.UTF-8", **environment}
        self._tmux(
            "-f", "/dev/null", "new-session", "-d", "-x", str(columns), "-y", str(rows), "-c", directory,
            "env", *(f"{name}={value}" for name, value in variables.items()), "sh")
        self._tmux("set-option", "-g", "status", "off")
        self.wait_for(r"^\$$")

    def close(self):
        self._tmux("kill-server")

    def type(self, text, seconds_each=0.055):
        for character in text:
            self._key("-l", "--", character, seconds=seconds_each)

    def press(self, key, seconds=0.3):
        """Presses a key by tmux's name of it, as Enter or C-r."""
        self._key(key, seconds=seconds)

    def enter(self, line, wait_for, read=1.6):
        """Types a line and presses Enter, waits for its answer, and leaves time to read that."""
        self.type(line)
        self.pause(0.25)
        self._tmux("send-keys", "Enter")
        self.wait_for(wait_for)
        self.pause(read)

    def wait_for(self, pattern):
        """Waits until the text of the screen has the pattern, and keeps that screen."""
        end = time.monotonic() + PATIENCE_SECONDS
        while True:
            screen, cursor = self._settled()
            if re.search(pattern, plain(screen)):
                self._keep(screen, cursor)
                return
            if time.monotonic() > end:
                raise SystemExit(f"waited for {pattern} in vain:\n{plain(screen)}")

    def watch(self, seconds, every=0.1):
        """Records what a program shows by itself, in its own time."""
        begin = time.monotonic()
        first = self.seconds
        while (passed := time.monotonic() - begin) < seconds:
            self.seconds = first + passed
            self._keep(*self._screen())
            time.sleep(every)
        self.seconds = first + seconds

    def pause(self, seconds):
        self.seconds += seconds

    def _key(self, *key, seconds):
        before = self._screen()
        self._tmux("send-keys", *key)
        end = time.monotonic() + NO_CHANGE_SECONDS
        while self._screen() == before and time.monotonic() < end:
            time.sleep(0.005)
        self._keep(*self._settled())
        self.seconds += seconds

    def _settled(self):
        screen = self._screen()
        since = time.monotonic()
        while time.monotonic() - since < STILL_SECONDS:
            time.sleep(0.01)
            now = self._screen()
            if now != screen:
                screen, since = now, time.monotonic()
        return screen

    def _screen(self):
        said = self._tmux(
            "capture-pane", "-p", "-e", ";", "display-message", "-p", "#{cursor_flag} #{cursor_x} #{cursor_y}")
        *lines, cursor = said.rstrip("\n").split("\n")
        shown, column, row = cursor.split()
        return tuple(lines), (int(row), int(column)) if shown == "1" else None

    def _keep(self, screen, cursor):
        if not self.frames or self.frames[-1][1:] != (screen, cursor):
            self.frames.append((self.seconds, screen, cursor))

    def _tmux(self, *arguments):
        environment = {name: value for name, value in os.environ.items() if name != "TMUX"}
        environment["LC_ALL"] = "C.UTF-8"
        return subprocess.run(
            ["tmux", "-S", self._socket, *arguments], env=environment, check=True, stdout=subprocess.PIPE,
            encoding="utf-8").stdout


def plain(screen):
    """The text of a screen, without colours and without what is blank behind it."""
    return re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(screen)).rstrip("\n")
