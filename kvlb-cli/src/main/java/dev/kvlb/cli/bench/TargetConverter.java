package dev.kvlb.cli.bench;

import dev.kvlb.cli.option.BalancerOption;
import dev.kvlb.cli.text.HostPort;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the server of a benchmark: {@code kvlb://HOST:PORT}, {@code redis://HOST:PORT} or {@code memcached://HOST:PORT}. */
final class TargetConverter implements ITypeConverter<Target> {
    private static final String BEHIND_SCHEME = "://";

    @Override
    public Target convert(String text) {
        for (Protocol protocol : Protocol.values()) {
            String scheme = protocol.scheme() + BEHIND_SCHEME;
            if (text.startsWith(scheme)) {
                HostPort address = new BalancerOption.Converter().convert(text.substring(scheme.length()));
                return new Target(protocol, address.host(), address.port());
            }
        }
        String forms = Arrays.stream(Protocol.values())
                .map(protocol -> protocol.scheme() + BEHIND_SCHEME + "HOST:PORT")
                .collect(Collectors.joining(", "));
        throw new TypeConversionException("must be one of " + forms + ": \"" + text + "\"");
    }
}
