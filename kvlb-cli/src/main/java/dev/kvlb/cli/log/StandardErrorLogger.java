package dev.kvlb.cli.log;

import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** One logger of SLF4J. */
final class StandardErrorLogger extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1L;

    StandardErrorLogger(String name) {
        this.name = name;
    }

    @Override
    public boolean isTraceEnabled() {
        return Log.isEnabled(LogLevel.TRACE);
    }

    @Override
    public boolean isDebugEnabled() {
        return Log.isEnabled(LogLevel.DEBUG);
    }

    @Override
    public boolean isInfoEnabled() {
        return Log.isEnabled(LogLevel.INFO);
    }

    @Override
    public boolean isWarnEnabled() {
        return Log.isEnabled(LogLevel.WARN);
    }

    @Override
    public boolean isErrorEnabled() {
        return Log.isEnabled(LogLevel.ERROR);
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            String pattern,
            Object @Nullable [] arguments,
            @Nullable Throwable failure) {
        String message = MessageFormatter.basicArrayFormat(pattern, arguments);
        Log.write(LogLevel.valueOf(level.name()), name, message, failure);
    }
}
