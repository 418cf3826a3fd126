package dev.kvlb.cli.server;

import dev.kvlb.cli.call.CommandFailedException;
import dev.kvlb.cli.call.ErrorLine;
import dev.kvlb.cli.call.Invocation;
import dev.kvlb.cli.text.Nearest;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What a server's options are where they are not given: the environment counts before the file, and that before the
 * defaults.
 *
 * <p>{@code --client-port} of a balancer is {@code KVLB_BALANCER_CLIENT_PORT} in the environment and {@code client-port} in
 * the file, which is a properties file in UTF-8. Other variables that begin so are let be: container platforms make some
 * of their own.
 */
public final class Settings implements IDefaultValueProvider {
    static final String CONFIG = "--config";

    private static final String END_OF_OPTIONS = "--";

    private final String prefix;
    private final Invocation invocation;
    private final @Nullable String file;
    private final Map<String, String> properties = new HashMap<>();
    private String failure = "";

    /** Reads what there is for the command of that name; what is wrong with it is thrown by {@link #check}. */
    public Settings(String command, Invocation invocation) {
        this.prefix = "KVLB_" + command.toUpperCase(Locale.ROOT) + "_";
        this.invocation = invocation;
        this.file = file(invocation.arguments());
        if (file != null) {
            read(file);
        }
    }

    /** The options are parsed with the file at hand, so its name is looked for before. */
    private @Nullable String file(List<String> arguments) {
        String found = invocation.variable(prefix + "CONFIG");
        for (int i = 0; i < arguments.size() && !arguments.get(i).equals(END_OF_OPTIONS); i++) {
            String argument = arguments.get(i);
            if (argument.equals(CONFIG) && i + 1 < arguments.size()) {
                found = arguments.get(i + 1);
            } else if (argument.startsWith(CONFIG + "=")) {
                found = argument.substring(CONFIG.length() + 1);
            }
        }
        return found;
    }

    private void read(String name) {
        Properties read = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(name), StandardCharsets.UTF_8)) {
            read.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            failure = "cannot read the file of " + CONFIG + ": " + e;
            return;
        }
        read.forEach(
                (key, value) -> properties.put(key.toString(), value.toString().strip()));
    }

    /** Says which of a command's options can be set so: those that have a value. */
    static List<OptionSpec> settable(CommandSpec command) {
        List<OptionSpec> options = new ArrayList<>();
        for (OptionSpec option : command.options()) {
            if (option.arity().max() > 0 && !option.longestName().equals(CONFIG)) {
                options.add(option);
            }
        }
        return options;
    }

    /** Throws where the file can't be read, or has something in it that is no option of the command. */
    void check(CommandSpec command) {
        if (!failure.isEmpty()) {
            throw CommandFailedException.usage(failure);
        }
        List<String> known = new ArrayList<>();
        settable(command).forEach(option -> known.add(key(option)));
        for (String key : new TreeSet<>(properties.keySet())) {
            if (!known.contains(key)) {
                String meant = Nearest.to(key, known);
                throw CommandFailedException.usage("unknown key in " + file + ": " + ErrorLine.quote(key)
                        + (meant == null
                                ? " (known: " + String.join(", ", known) + ")"
                                : " (did you mean " + meant + "?)"));
            }
        }
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option) || option.arity().max() == 0) {
            return null;
        }
        String variable = invocation.variable(variable(option));
        return variable == null ? properties.get(key(option)) : variable;
    }

    /** Returns where the value of an option that was not given comes from, for people; empty where it is the default. */
    public String origin(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)) {
            return "";
        }
        if (invocation.variable(variable(option)) != null) {
            return "variable " + variable(option);
        }
        return properties.containsKey(key(option)) ? "file " + file : "";
    }

    /** Returns what the option is called in the environment. */
    String variable(OptionSpec option) {
        return prefix + key(option).replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** Returns what the option is called in the file. */
    static String key(OptionSpec option) {
        return option.longestName().substring(2);
    }
}
