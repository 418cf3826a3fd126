package dev.kvlb.cli.bench;

/** Latencies for people to read. */
public final class LatencyText {
    private static final double MICRO = 1e3;
    private static final double MILLI = 1e6;
    private static final double SECOND = 1e9;

    private LatencyText() {}

    /** Returns a latency with three digits and its unit, such as {@code 1.25 ms}. */
    public static String of(long nanos) {
        if (nanos < MILLI) {
            return digits(nanos / MICRO) + " us";
        }
        return nanos < SECOND ? digits(nanos / MILLI) + " ms" : digits(nanos / SECOND) + " s";
    }

    /** Returns a power of ten of nanoseconds, such as {@code 10 us}. */
    static String ofPower(int exponent) {
        String[] units = {" ns", " us", " ms", " s"};
        int unit = Math.min(exponent / 3, units.length - 1);
        return PlanText.format("%.0f", Math.pow(10, exponent - 3 * unit)) + units[unit];
    }

    private static String digits(double number) {
        String format = "%.0f";
        if (number < 10) {
            format = "%.2f";
        } else if (number < 100) {
            format = "%.1f";
        }
        return PlanText.format(format, number);
    }
}
