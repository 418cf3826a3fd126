package dev.kvlb.cli.option;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version of this build, as the build wrote it into a resource. */
public final class KvlbVersion implements IVersionProvider {
    private static final String RESOURCE = "version.properties";

    public static String current() {
        try (InputStream in = KvlbVersion.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new AssertionError("resource is missing: " + RESOURCE);
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String[] getVersion() {
        return new String[] {"kvlb " + current()};
    }
}
