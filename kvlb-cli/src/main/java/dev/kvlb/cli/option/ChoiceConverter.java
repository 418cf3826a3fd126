package dev.kvlb.cli.option;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads one of the constants of an enum, written in lower case and with dashes. */
public abstract class ChoiceConverter<E extends Enum<E>> implements ITypeConverter<E> {
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
        String words = Arrays.stream(choices).map(ChoiceConverter::word).collect(Collectors.joining(", "));
        throw new TypeConversionException("must be one of " + words + ": \"" + text + "\"");
    }

    private static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
