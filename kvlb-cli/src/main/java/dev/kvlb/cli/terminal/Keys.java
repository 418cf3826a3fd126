package dev.kvlb.cli.terminal;

import dev.kvlb.cli.call.Invocation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The keys that are pressed in the terminal that a server was started from, each at once, without Enter.
 *
 * <p>A server can be sent to the background ({@code kvlb balancer &}, or Ctrl-Z and {@code bg}), and a process there that
 * reads from its terminal is stopped by the kernel (SIGTTIN). A stopped server would be the worst of ends, so that signal
 * is ignored: the read fails then, and is tried again when the process is in the foreground. Where stdin is no terminal
 * nothing is read at all.
 */
public final class Keys implements AutoCloseable {
    private static final Path PROCESS_STATE = Path.of("/proc/self/stat");
    private static final int PROCESS_GROUP = 2;
    private static final int FOREGROUND_GROUP = 5;
    private static final long BACKGROUND_CHECK_MILLIS = 500;

    private final Invocation invocation;
    private final Listener listener;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final boolean heard;
    private @Nullable String settingsBefore;

    private Keys(Invocation invocation, Listener listener) {
        this.invocation = invocation;
        this.listener = listener;
        heard = Tty.isAttached() && Signals.ignore("TTIN");
    }

    /** Tells the listener of each key from now on, on a thread of its own; does nothing where there is no terminal. */
    public static Keys listen(Invocation invocation, Listener listener) {
        Keys keys = new Keys(invocation, listener);
        if (keys.heard) {
            Thread thread = new Thread(keys::read, "kvlb-keys");
            thread.setDaemon(true);
            thread.start();
        }
        return keys;
    }

    /** Returns whether keys are listened to. */
    public boolean areHeard() {
        return heard;
    }

    private void read() {
        try {
            boolean open = true;
            while (open) {
                open = isInForeground() ? readInForeground() : pause();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns whether there may be more to read. */
    private boolean readInForeground() throws InterruptedException {
        takeEachKeyAtOnce();
        try {
            int key = invocation.in().read();
            if (key >= 0) {
                listener.onKey((char) key);
            }
            // The end of input is no wish to quit.
            return key >= 0;
        } catch (IOException e) {
            return pause();
        }
    }

    private boolean pause() throws InterruptedException {
        return !closed.await(BACKGROUND_CHECK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Returns false where the terminal belongs to another process now; true where this system does not say. */
    private static boolean isInForeground() {
        try {
            String state = Files.readString(PROCESS_STATE);
            // The name of the program stands in parentheses and may have anything in it.
            String[] fields =
                    state.substring(state.lastIndexOf(')') + 1).strip().split(" ", -1);
            return fields[PROCESS_GROUP].equals(fields[FOREGROUND_GROUP]);
        } catch (IOException e) {
            return true;
        }
    }

    private synchronized void takeEachKeyAtOnce() throws InterruptedException {
        if (settingsBefore == null && closed.getCount() > 0) {
            settingsBefore = stty("-g").strip();
            stty("-icanon", "-echo", "min", "1");
        }
    }

    /** Gives the terminal back as it was. */
    @Override
    public synchronized void close() {
        closed.countDown();
        String settings = settingsBefore;
        if (settings != null && !settings.isEmpty() && isInForeground()) {
            try {
                stty(settings);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Changes the terminal, or does not: then a key counts when Enter is pressed. */
    private static String stty(String... arguments) throws InterruptedException {
        String[] command = new String[arguments.length + 1];
        command[0] = "stty";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return said;
        } catch (IOException e) {
            return "";
        }
    }

    /** Is told of keys. */
    public interface Listener {
        void onKey(char key);
    }
}
