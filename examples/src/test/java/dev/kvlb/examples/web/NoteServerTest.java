package dev.kvlb.examples.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.examples.TestCluster;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

class NoteServerTest {
    private final HttpClient browser = HttpClient.newHttpClient();

    @Test
    void whatOneProcessIsToldAllOfThemAnswer() throws Exception {
        try (TestCluster cluster = new TestCluster(2);
                NoteServer one = NoteServer.start(0, "127.0.0.1", cluster.port());
                NoteServer other = NoteServer.start(0, "127.0.0.1", cluster.port())) {
            assertThat(ask(other, "GET", "shopping", "").statusCode()).isEqualTo(404);
            assertThat(ask(one, "PUT", "shopping", "Milch, Grüße").statusCode()).isEqualTo(204);
            assertThat(ask(other, "GET", "shopping", "").body()).isEqualTo("Milch, Grüße");
            assertThat(ask(other, "DELETE", "shopping", "").statusCode()).isEqualTo(204);
            assertThat(ask(one, "GET", "shopping", "").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void theStatusSaysWhatToDoNext() throws Exception {
        int port;
        try (TestCluster cluster = new TestCluster(1);
                NoteServer server = NoteServer.start(0, "127.0.0.1", cluster.port())) {
            port = cluster.port();
            assertThat(ask(server, "PUT", "long", "x".repeat(70_000)).statusCode())
                    .isEqualTo(413);
            HttpResponse<String> posted = ask(server, "POST", "shopping", "Milch");
            assertThat(posted.statusCode()).isEqualTo(405);
            assertThat(posted.headers().firstValue("Allow")).hasValue("GET, PUT, DELETE");
        }
        try (NoteServer server = NoteServer.start(0, "127.0.0.1", port)) {
            assertThat(ask(server, "PUT", "shopping", "Milch").statusCode()).isEqualTo(503);
        }
    }

    private HttpResponse<String> ask(NoteServer server, String method, String note, String body)
            throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + "/notes/" + note);
        return browser.send(
                HttpRequest.newBuilder(uri)
                        .method(method, BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }
}
