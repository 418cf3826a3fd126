package dev.kvlb.internal.transport;

import dev.kvlb.internal.link.RecordedState;
import dev.kvlb.internal.link.StateStore;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A directory in which a balancer records who holds all data: one small file, replaced as a whole, and a lock, so that no
 * two balancers use it at once. A thread of its own writes, since a disk may take its time.
 */
public final class StateDirectory implements StateStore, AutoCloseable {
    private static final String STATE_FILE = "state";
    private static final String LOCK_FILE = "lock";
    private static final long CLOSE_MAX_SECONDS = 5;

    /** Windows opens none: there a new name is as durable as its file system makes it. */
    private static final boolean DIRECTORIES_CAN_BE_OPENED = File.separatorChar != '\\';

    private final Path directory;
    private final FileChannel lockChannel;
    private final @Nullable RecordedState recorded;
    private final Consumer<Runnable> loop;
    private final ExecutorService writer;

    private StateDirectory(
            Path directory, FileChannel lockChannel, @Nullable RecordedState recorded, Consumer<Runnable> loop) {
        this.directory = directory;
        this.lockChannel = lockChannel;
        this.recorded = recorded;
        this.loop = loop;
        this.writer = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "kvlb-state");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Opens a directory, which is made where it is missing, and reads what it holds.
     *
     * @param loop has outcomes told on the thread of the core
     * @throws IOException if it can't be made, read or locked, or holds what no balancer recorded; the message says which
     */
    public static StateDirectory open(Path directory, Consumer<Runnable> loop) throws IOException {
        FileChannel channel = openLock(directory);
        try {
            lock(channel, directory);
            return new StateDirectory(directory, channel, read(directory.resolve(STATE_FILE)), loop);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static FileChannel openLock(Path directory) throws IOException {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new FileFailure(directory, "be the state directory", e, "make it a directory, or choose another");
        }
        Path lockFile = directory.resolve(LOCK_FILE);
        try {
            return FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new FileFailure(
                    lockFile, "be opened to lock the state directory", e, "let the balancer write in that directory");
        }
    }

    private static void lock(FileChannel channel, Path directory) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        } catch (IOException e) {
            throw new FileFailure(directory.resolve(LOCK_FILE), "be locked", e, "choose a file system that has locks");
        }
        if (lock == null) {
            throw new IOException("another balancer uses the state directory " + directory
                    + "; stop it, or choose another directory");
        }
    }

    private static @Nullable RecordedState read(Path file) throws IOException {
        RecordedState state = parse(file);
        if (state != null && state.epoch() == StateText.EPOCH_MAX) {
            throw new IOException(file + " names epoch " + state.epoch() + ", the last, and none can follow it;"
                    + " to begin anew, empty, stop all workers and remove it");
        }
        return state;
    }

    private static @Nullable RecordedState parse(Path file) throws IOException {
        try {
            return StateText.parse(Files.readString(file, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return null;
        } catch (CharacterCodingException | IllegalArgumentException e) {
            throw new IOException(
                    file + " holds no state that a balancer recorded (" + e.getMessage()
                            + "); restore it, or remove it to have the workers asked",
                    e);
        } catch (IOException e) {
            throw new FileFailure(
                    file, "be read", e, "let the balancer read it, or remove it to have the workers asked");
        }
    }

    /** Returns what an earlier run recorded, or null where nothing is recorded. */
    public @Nullable RecordedState recorded() {
        return recorded;
    }

    @Override
    public void persist(RecordedState state, Outcome outcome) {
        try {
            writer.execute(() -> {
                try {
                    write(StateText.of(state));
                    loop.accept(outcome::onPersisted);
                } catch (IOException e) {
                    loop.accept(() -> outcome.onFailed(String.valueOf(e.getMessage())));
                }
            });
        } catch (RejectedExecutionException e) {
            loop.accept(() -> outcome.onFailed("the state directory is closed"));
        }
    }

    private void write(String text) throws IOException {
        Path next = directory.resolve(STATE_FILE + ".next");
        try {
            replaceState(next, text);
        } catch (IOException e) {
            throw new FileFailure(
                    next, "be written, or take the place of the state", e, "let the balancer write in that directory");
        }
    }

    private void replaceState(Path next, String text) throws IOException {
        try (FileChannel file = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(true);
        }
        Files.move(
                next,
                directory.resolve(STATE_FILE),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        if (DIRECTORIES_CAN_BE_OPENED) {
            // The new name is durable when the directory is.
            try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
                entries.force(true);
            }
        }
    }

    /** Unlocks the directory, once what is being written is written, within a bounded time. */
    @Override
    public void close() {
        writer.shutdown();
        try {
            if (!writer.awaitTermination(CLOSE_MAX_SECONDS, TimeUnit.SECONDS)) {
                writer.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            lockChannel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the state directory " + directory + " stays locked until this process ends", e);
        }
    }
}
