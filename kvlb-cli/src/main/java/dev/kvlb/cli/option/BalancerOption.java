package dev.kvlb.cli.option;

import dev.kvlb.Client;
import dev.kvlb.cli.call.CommandFailedException;
import dev.kvlb.cli.call.Invocation;
import dev.kvlb.cli.text.HostPort;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Where clients find the balancer: {@code --balancer}, else {@code KVLB_BALANCER}, else 127.0.0.1:5059. */
public final class BalancerOption {
    public static final String VARIABLE = "KVLB_BALANCER";
    public static final String DEFAULT = "127.0.0.1:5059";

    @Option(
            names = "--balancer",
            paramLabel = "HOST:PORT",
            converter = Converter.class,
            description = "where the balancer takes clients (default: $" + VARIABLE + ", else " + DEFAULT + ")")
    private @Nullable HostPort given;

    /** Returns whether the option was given. */
    public boolean isGiven() {
        return given != null;
    }

    public HostPort address(Invocation invocation) {
        return resolve(given, VARIABLE, HostPort.parse(DEFAULT), invocation);
    }

    /** Returns a new client, which the caller closes. */
    public static Client connect(HostPort address) {
        return Client.builder().balancer(address.host(), address.port()).build().start();
    }

    /** Returns the first that there is: what the option says, what the environment says, the default. */
    public static HostPort resolve(
            @Nullable HostPort given, String variable, HostPort defaultAddress, Invocation invocation) {
        if (given != null) {
            return given;
        }
        String text = invocation.variable(variable);
        if (text == null) {
            return defaultAddress;
        }
        try {
            return HostPort.parse(text);
        } catch (IllegalArgumentException e) {
            throw CommandFailedException.usage("Invalid value for the variable " + variable + ": " + e.getMessage());
        }
    }

    /** Reads the argument of the option. */
    public static final class Converter implements ITypeConverter<HostPort> {
        @Override
        public HostPort convert(String text) {
            try {
                return HostPort.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }
}
