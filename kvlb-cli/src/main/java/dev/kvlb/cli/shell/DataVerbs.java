package dev.kvlb.cli.shell;

import static dev.kvlb.cli.shell.Argument.KEY;
import static dev.kvlb.cli.shell.Argument.VALUE;

import dev.kvlb.Found;
import dev.kvlb.Written;
import dev.kvlb.cli.shell.Verb.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The verbs that store values, and bring them back. */
final class DataVerbs {
    private static final String RAW = "--raw";
    private static final String NOT_FOUND = "not found";

    private final Session session;
    private final Answers answers;
    private final RecentKeys recent;

    DataVerbs(Session session, Answers answers, RecentKeys recent) {
        this.session = session;
        this.answers = answers;
        this.recent = recent;
    }

    List<Verb> all() {
        return List.of(
                Verb.named("put", Group.DATA)
                        .takes(KEY, VALUE)
                        .summary("stores a value under a key")
                        .examples("put city Wien", "put city \"Bad Ischl\"", "put lines \"one\\ntwo\\x00\"")
                        .does(this::mput),
                Verb.named("get", Group.DATA)
                        .takes(KEY)
                        .flag(RAW, null, "exactly the bytes of the value, without a newline behind them")
                        .summary("shows the value of a key")
                        .details("With format table, what is no text is shown escaped, and what is long is cut.")
                        .examples("get city", "get --raw city", "get -- --raw")
                        .does(this::get),
                Verb.named("delete", Group.DATA)
                        .aliases("del")
                        .takes(KEY)
                        .summary("deletes what is stored under a key")
                        .details("OK also where nothing is stored: the key is gone, as was wanted.")
                        .examples("delete city")
                        .does(this::delete),
                Verb.named("exists", Group.DATA)
                        .takesMany(KEY)
                        .summary("tells whether there is a value under each key")
                        .examples("exists city", "exists city country")
                        .does(this::exists),
                Verb.named("mget", Group.DATA)
                        .takesMany(KEY)
                        .summary("shows the values of several keys")
                        .examples("mget city country")
                        .does(this::mget),
                Verb.named("mput", Group.DATA)
                        .takesMany(KEY, VALUE)
                        .summary("stores several values, one after the other")
                        .details(
                                "No transaction: where one fails, those before it are stored, and format json lists them.")
                        .examples("mput city Wien country Österreich")
                        .does(this::mput));
    }

    private void mput(Call call) {
        for (int i = 0; i < call.size(); i += 2) {
            byte[] key = use(call.bytes(i));
            byte[] value = call.bytes(i + 1);
            answers.did(written(key, session.ask(client -> client.put(key, value))));
        }
        answers.done();
    }

    private void delete(Call call) {
        byte[] key = use(call.bytes(0));
        answers.did(written(key, session.ask(client -> client.delete(key))));
        answers.done();
    }

    private void get(Call call) {
        byte[] key = use(call.bytes(0));
        Optional<Found<byte[]>> found = find(key);
        if (found.isPresent() && call.has(RAW)) {
            answers.exactly(found.get().value());
        } else {
            answers.one(value(key, found));
        }
    }

    private void mget(Call call) {
        List<Answer> values = new ArrayList<>();
        for (Word word : call.arguments()) {
            byte[] key = use(word.bytes());
            values.add(value(key, find(key)));
        }
        answers.all(values);
    }

    private void exists(Call call) {
        List<Answer> all = new ArrayList<>();
        for (Word word : call.arguments()) {
            byte[] key = use(word.bytes());
            boolean exists = find(key).isPresent();
            all.add(new Answer(Boolean.toString(exists)).with("key", key).with("exists", exists));
        }
        if (all.size() == 1) {
            answers.one(all.get(0));
        } else {
            answers.all(all);
        }
    }

    private byte[] use(byte[] key) {
        recent.add(key);
        return key;
    }

    private Optional<Found<byte[]>> find(byte[] key) {
        return session.ask(client -> client.find(key));
    }

    private static Answer value(byte[] key, Optional<Found<byte[]>> found) {
        if (found.isEmpty()) {
            return new Answer(NOT_FOUND).with("key", key).with("value", null);
        }
        Answer answer = new Answer(found.get().value())
                .with("key", key)
                .with("value", found.get().value());
        return from(answer, found.get().version(), found.get().workerId());
    }

    private static Answer written(byte[] key, Written written) {
        return from(new Answer("").with("key", key), written.version(), written.workerId());
    }

    /** A balancer that speaks only the base protocol does not tell. */
    private static Answer from(Answer answer, long version, long worker) {
        return version == 0 ? answer : answer.with("version", version).with("worker", worker);
    }
}
