package dev.kvlb.internal.transport;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** That something could not be done with a file: what, with which, why, and what to do. For people to read. */
final class FileFailure extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * Makes one.
     *
     * @param path the file
     * @param attempt what could not be done with it, as in "be read"
     * @param advice what somebody can do
     */
    FileFailure(Path path, String attempt, IOException cause, String advice) {
        super(path + " can't " + attempt + ": " + reason(path, cause) + "; " + advice, cause);
    }

    /** Returns why, in words: the message of most exceptions of files is nothing but a path. */
    private static String reason(Path path, IOException cause) {
        if (!(cause instanceof FileSystemException failure)) {
            return String.valueOf(cause.getMessage());
        }
        String where = failure.getFile();
        String about = where == null || where.equals(path.toString()) ? "" : " (" + where + ")";
        return reason(failure) + about;
    }

    private static String reason(FileSystemException failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof NoSuchFileException) {
            return "no such file or directory";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return "something else is there";
        }
        if (failure instanceof NotDirectoryException) {
            return "not a directory";
        }
        String reason = failure.getReason();
        return reason == null ? failure.getClass().getSimpleName() : reason;
    }
}
