package dev.kvlb.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Commands that an example needs and a machine may not have. */
public final class Tools {
    private Tools() {}

    /** Skips the test where there is no such command on the PATH; where {@code CI} is set the test fails instead. */
    public static void need(String command) {
        boolean isThere = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, command)));
        if (System.getenv("CI") != null) {
            assertThat(isThere)
                    .as("%s is on the PATH of a build server", command)
                    .isTrue();
        }
        assumeTrue(isThere, command + " is not on the PATH: install it to run this test");
    }
}
