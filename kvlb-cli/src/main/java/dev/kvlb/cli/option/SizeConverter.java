package dev.kvlb.cli.option;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number of bytes: {@code 65500}, {@code 64KiB}, {@code 256MiB} or {@code 1GiB}. */
public final class SizeConverter implements ITypeConverter<Long> {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(KiB|MiB|GiB)|[0-9]{1,18}");

    @Override
    public Long convert(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new TypeConversionException("must be bytes, as 65500, 64KiB, 256MiB or 1GiB: \"" + text + "\"");
        }
        String unit = matcher.group(2);
        if (unit == null) {
            return Long.parseLong(text);
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (unit) {
            case "KiB" -> number << 10;
            case "MiB" -> number << 20;
            default -> number << 30;
        };
    }
}
