package dev.kvlb.cli.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {
    private static String member(String json) throws MalformedJsonException {
        return new String(JsonObject.parse(json.getBytes(UTF_8)).bytes("v"), UTF_8);
    }

    @Test
    void escapesStandForTheirCharacters() throws MalformedJsonException {
        assertThat(member("{\"v\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00fc\\uD83D\\uDE00\"}"))
                .isEqualTo("\"\\/\b\f\n\r\t\u00fc\uD83D\uDE00");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":[1,-2.5e+3,{\"b\":[]},[\"x\"]],\"v\":\"1\"}",
                "{\"a\":null,\"b\":true,\"c\":false,\"d\":{},\"v\":\"1\"}",
                "\t{ \"v\" : \"1\" }\r"
            })
    void whatIsNotAskedForIsPassedOver(String json) throws MalformedJsonException {
        assertThat(member(json)).isEqualTo("1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{|a string should be at column 2, not the end",
                "{} x|the end should be at column 4, not 'x'",
                "{\"v\":01}|a value should be at column 6, not '0'",
                "{\"v\":nul}|a value should be at column 6, not 'n'",
                "{\"v\":\"a|the string at column 6 is not closed",
                "{\"v\":\"\\x\"}|unknown escape \\x at column 7",
                "{\"v\":\"\\u00g0\"}|a hexadecimal digit should be at column 11, not 'g'",
                "{\"v\":\"\\ud800\"}|\"v\" has half of a surrogate pair in it",
                "{\"v\":\"1\",\"v\":\"2\"}|\"v\" is there twice",
                "{\"v\":\"1\",}|a string should be at column 10, not '}'",
                "{\"v\":null}|\"v\" is no string",
                "{\"v_base64\":\"*\"}|\"v_base64\" is not base64",
                "{\"w\":\"\"}|\"v\" is missing"
            })
    void whatIsWrongIsNamed(String json, String message) {
        assertThatThrownBy(() -> member(json)).hasMessage(message);
    }

    @Test
    void bytesThatAreNoTextAreRefused() {
        byte[] json = {'{', '"', (byte) 0xff, '"', '}'};

        assertThatThrownBy(() -> JsonObject.parse(json)).hasMessage("it is not UTF-8");
    }

    @Test
    void nestingIsBounded() {
        String deep = "{\"v\":" + "[".repeat(100_000);

        assertThatThrownBy(() -> member(deep)).hasMessage("it is more than 64 levels deep");
    }

    @Test
    void whatIsWrittenIsOnOneLine() {
        JsonWriter json = new JsonWriter()
                .object()
                .member("text", "\u001b\"\\\n\r\t\u0085\u00fc")
                .member("n", -5)
                .member("x", 1.5)
                .member("yes", true)
                .none("nothing")
                .array("list");
        json.object().member("a", 1).end();
        json.object().end();
        json.endArray()
                .object("o")
                .bytes("b", new byte[] {-1})
                .end()
                .member("z", 2)
                .end();

        assertThat(json.toString())
                .isEqualTo(
                        "{\"text\":\"\\u001b\\\"\\\\\\n\\r\\t\\u0085\u00fc\",\"n\":-5,\"x\":1.500,\"yes\":true,\"nothing\":null,"
                                + "\"list\":[{\"a\":1},{}],\"o\":{\"b_base64\":\"/w==\"},\"z\":2}");
    }
}
