package dev.kvlb.cli.shell;

import dev.kvlb.cli.text.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table of all verbs: by their names and aliases, in the order in which they were added. For one thread. */
final class Verbs {
    private final List<Verb> verbs = new ArrayList<>();
    private final Map<String, Verb> byName = new LinkedHashMap<>();

    void add(Verb verb) {
        verbs.add(verb);
        byName.put(verb.name(), verb);
        verb.aliases().forEach(alias -> byName.put(alias, verb));
    }

    void addAll(List<Verb> more) {
        more.forEach(this::add);
    }

    List<Verb> all() {
        return verbs;
    }

    /** Returns the names and the aliases. */
    Collection<String> names() {
        return byName.keySet();
    }

    Optional<Verb> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /**
     * Returns the verb of a name.
     *
     * @throws BadLineException if there is none; it tells the one that may have been meant
     */
    Verb get(String name) {
        return find(name).orElseThrow(() -> {
            String meant = Nearest.to(name, byName.keySet());
            return new BadLineException(
                    "unknown command: " + name + (meant == null ? "" : " (did you mean " + meant + "?)"));
        });
    }
}
