package dev.kvlb.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** Compiles and runs what each package page shows: a program must print what the page says, a test must pass. */
class PackagePagesTest {
    private static final Pattern CODE = Pattern.compile("<pre>\\{@code\\n(.*?)\\n}</pre>", Pattern.DOTALL);
    private static final Pattern CLASS = Pattern.compile("(?m)^(?:public )?(?:final )?class (\\w+)");

    @ParameterizedTest
    @ValueSource(strings = {"kvlb-core/src/main/java/dev/kvlb", "kvlb-protocol/src/main/java/dev/kvlb/protocol"})
    void theProgramPrintsWhatThePageSays(String directory, @TempDir Path classes) throws Exception {
        List<String> blocks = codeOf(Path.of("..").resolve(directory).resolve("package-info.java"));
        String program = blocks.get(0);
        String said = blocks.get(1);

        assertThat(printedBy(program, classes)).isEqualTo(said + "\n");
    }

    @ParameterizedTest
    @CsvSource({
        "kvlb-protocol-fuzz/src/main/java/dev/kvlb/protocol/fuzz, jqwik",
        "kvlb-spi-contracts/src/main/java/dev/kvlb/spi/contracts, junit-jupiter",
        "kvlb-testkit/src/main/java/dev/kvlb/testkit, junit-jupiter",
    })
    void theTestPasses(String directory, String engine, @TempDir Path classes) throws Exception {
        String test = codeOf(Path.of("..").resolve(directory).resolve("package-info.java"))
                .get(0);

        String name = compile(test, classes);
        try (URLClassLoader loader = loader(classes)) {
            Events tests = EngineTestKit.engine(engine)
                    .configurationParameter("jqwik.database", "")
                    .configurationParameter("jqwik.reporting.onlyfailures", "true")
                    .selectors(selectClass(loader.loadClass(name)))
                    .execute()
                    .testEvents();

            assertThat(tests.started().count()).isPositive();
            assertThat(tests.succeeded().count()).isEqualTo(tests.started().count());
        }
    }

    private static List<String> codeOf(Path page) throws IOException {
        String text = Files.readString(page).replaceAll("(?m)^ \\* ?", "");
        return CODE.matcher(text).results().map(block -> block.group(1)).toList();
    }

    private static String compile(String program, Path classes) throws IOException {
        Matcher name = CLASS.matcher(program);
        assertThat(name.find()).isTrue();
        Path source = Files.writeString(classes.resolve(name.group(1) + ".java"), program);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter errors = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, UTF_8)) {
            boolean compiled = compiler.getTask(
                            errors,
                            files,
                            null,
                            List.of("-proc:none", "-d", classes.toString()),
                            null,
                            files.getJavaFileObjects(source))
                    .call();
            assertThat(compiled).as(errors.toString()).isTrue();
        }
        return name.group(1);
    }

    private static URLClassLoader loader(Path classes) throws IOException {
        return new URLClassLoader(new URL[] {classes.toUri().toURL()});
    }

    private static String printedBy(String program, Path classes) throws Exception {
        String name = compile(program, classes);
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream before = System.out;
        try (URLClassLoader loader = loader(classes)) {
            System.setOut(new PrintStream(printed, true, UTF_8));
            loader.loadClass(name).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(before);
        }
        return printed.toString(UTF_8);
    }
}
