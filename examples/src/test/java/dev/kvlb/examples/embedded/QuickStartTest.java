package dev.kvlb.examples.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuickStartTest {
    private static final Path README = Path.of("..", "README.md");
    private static final Path SOURCE = Path.of("src/main/java/dev/kvlb/examples/embedded/QuickStart.java");

    @Test
    void itStoresAndFinds() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(printed, true, UTF_8));
        try {
            QuickStart.main(new String[0]);
        } finally {
            System.setOut(before);
        }

        assertThat(printed.toString(UTF_8)).isEqualTo("1020 hectares\n");
    }

    @Test
    void theReadmeShowsIt() throws IOException {
        List<String> lines = Files.readAllLines(SOURCE).stream()
                .dropWhile(line -> !line.contains("README: begin"))
                .skip(1)
                .takeWhile(line -> !line.contains("README: end"))
                .toList();
        String snippet = withoutBlanks(String.join("", lines));

        assertThat(snippet).isNotEmpty();
        assertThat(withoutBlanks(Files.readString(README))).contains("```java" + snippet + "```");
    }

    /** The formatter of the sources breaks lines that are better whole in a document. */
    private static String withoutBlanks(String text) {
        return text.replaceAll("\\s", "");
    }
}
