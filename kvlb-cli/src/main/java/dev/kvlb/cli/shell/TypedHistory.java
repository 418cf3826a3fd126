package dev.kvlb.cli.shell;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jline.reader.impl.history.DefaultHistory;
import org.jspecify.annotations.Nullable;

/** The history that JLine shows and searches: each line is in it once, and in a file too, as far as that can be written. */
final class TypedHistory extends DefaultHistory {
    private final Consumer<String> errors;
    private @Nullable HistoryFile file;

    /** Makes one of what the file has; what goes wrong with it is told once, and it does without then. */
    TypedHistory(HistoryFile file, Consumer<String> errors) {
        this.errors = errors;
        this.file = file;
    }

    /** JLine calls it when it begins, before any line is typed. */
    @Override
    public void load() throws IOException {
        onFile(each -> each.read().forEach(line -> internalAdd(Instant.EPOCH, line)));
    }

    @Override
    public void add(Instant time, String typed) {
        String line = typed.stripTrailing();
        if (line.isEmpty() || line.startsWith(" ")) {
            return;
        }
        List<String> others = lines();
        others.remove(line);
        forget();
        others.forEach(other -> internalAdd(Instant.EPOCH, other));
        internalAdd(time, line);
        onFile(each -> each.add(line));
    }

    /** Each line is in the file already. */
    @Override
    public void save() {}

    /** Returns the lines, the oldest first. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        iterator(first()).forEachRemaining(entry -> lines.add(entry.line()));
        return lines;
    }

    /** Forgets all lines, in the file too. */
    void clear() {
        forget();
        onFile(HistoryFile::clear);
    }

    private void forget() {
        try {
            purge();
        } catch (IOException e) {
            throw new AssertionError("JLine knows of no file", e);
        }
    }

    private void onFile(FileAction action) {
        if (file == null) {
            return;
        }
        try {
            action.run(file);
        } catch (IOException e) {
            file = null;
            errors.accept("the history is not kept: " + e);
        }
    }

    private interface FileAction {
        void run(HistoryFile file) throws IOException;
    }
}
