package dev.kvlb.cli.bench;

import dev.kvlb.cli.bench.BenchPlan.ValueSizes;
import dev.kvlb.cli.option.SizeConverter;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads how long values are: a size, or a range of them, {@code 16..1KiB}. */
final class ValueSizesConverter implements ITypeConverter<ValueSizes> {
    private static final String BETWEEN = "..";

    @Override
    public ValueSizes convert(String text) {
        int between = text.indexOf(BETWEEN);
        String from = between < 0 ? text : text.substring(0, between);
        String to = between < 0 ? text : text.substring(between + BETWEEN.length());
        try {
            return new ValueSizes(size(from), size(to));
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }

    /** Keeps what is too large too large. */
    private static int size(String text) {
        return (int) Math.min(Integer.MAX_VALUE, new SizeConverter().convert(text));
    }
}
