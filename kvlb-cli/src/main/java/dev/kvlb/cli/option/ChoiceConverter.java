package dev.kvlb.cli.option;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads one of the constants of an enum, written in lower case and with dashes; iterates over these words, which a shell
 * completes.
 */
public abstract class ChoiceConverter<E extends Enum<E>> implements ITypeConverter<E>, Iterable<String> {
    private final E[] choices;

    public ChoiceConverter(Class<E> type) {
        choices = type.getEnumConstants();
    }

    @Override
    public E convert(String text) {
        for (E choice : choices) {
            if (word(choice).equals(text)) {
                return choice;
            }
        }
        throw new TypeConversionException("must be one of " + String.join(", ", this) + ": \"" + text + "\"");
    }

    @Override
    public Iterator<String> iterator() {
        return Arrays.stream(choices).map(ChoiceConverter::word).iterator();
    }

    private static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
