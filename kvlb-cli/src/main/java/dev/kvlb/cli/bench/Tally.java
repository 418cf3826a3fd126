package dev.kvlb.cli.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/** What came of the requests of one thread. That thread writes, one other may read meanwhile. */
final class Tally {
    /** Two numbers of which the first three digits agree count as one. */
    static final int DIGITS = 3;

    private static final long LATENCY_NANOS_MAX = TimeUnit.HOURS.toNanos(1);
    private static final int KINDS_MAX = 16;
    private static final String OTHER = "other errors";

    private final SingleWriterRecorder gets = new SingleWriterRecorder(LATENCY_NANOS_MAX, DIGITS);
    private final SingleWriterRecorder puts = new SingleWriterRecorder(LATENCY_NANOS_MAX, DIGITS);
    private final AtomicLong misses = new AtomicLong();
    private final AtomicLong wrongValues = new AtomicLong();
    private final AtomicLong lastAnswer = new AtomicLong();
    private final Map<String, Long> errors = new LinkedHashMap<>();

    /** Notes an answer: how long after its request was due it came, and when that was. */
    void onAnswer(boolean isGet, long latencyNanos, long now) {
        long latency = Math.max(0, Math.min(latencyNanos, LATENCY_NANOS_MAX));
        (isGet ? gets : puts).recordValue(latency);
        lastAnswer.lazySet(now);
    }

    /** Notes that a get, which was answered, found no value. */
    void onMiss() {
        misses.incrementAndGet();
    }

    /** Notes that a get, which was answered, found a value that was never stored under its key. */
    void onWrongValue() {
        wrongValues.incrementAndGet();
    }

    /** Notes so many requests that got an error in place of an answer, or nothing. Past 16 kinds, texts are not told apart. */
    synchronized void onErrors(String text, long count) {
        String kind = errors.containsKey(text) || errors.size() < KINDS_MAX ? text : OTHER;
        errors.merge(kind, count, Long::sum);
    }

    /** Returns the latencies of the gets since the last call, in nanoseconds. */
    Histogram takeGets() {
        return gets.getIntervalHistogram();
    }

    /** Returns the latencies of the puts since the last call, in nanoseconds. */
    Histogram takePuts() {
        return puts.getIntervalHistogram();
    }

    long misses() {
        return misses.get();
    }

    long wrongValues() {
        return wrongValues.get();
    }

    /** Returns when the last answer came; 0 where there was none. */
    long lastAnswer() {
        return lastAnswer.get();
    }

    /** Returns how many requests failed, by what was said of it. */
    synchronized Map<String, Long> errors() {
        return new LinkedHashMap<>(errors);
    }
}
