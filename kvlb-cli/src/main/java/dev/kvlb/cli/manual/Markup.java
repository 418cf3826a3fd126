package dev.kvlb.cli.manual;

import java.util.List;

/** How the parts of a manual page are written. Texts come without any escapes. */
interface Markup {
    /** Begins the page of a command, whose name has a dash between its words. */
    void begin(String name, String header, List<String> synopsis);

    void section(String heading);

    void paragraph(String text);

    /** Lines that stay as they are. */
    void literal(List<String> lines);

    /**
     * A term and what is said of it.
     *
     * @param name what is typed as it stands, or empty
     * @param value what stands for something else, or empty
     * @param says a line at least
     */
    void item(String name, String value, List<String> says);

    /** Another command, by its name with dashes, and its header. */
    void reference(String name, String header);

    /** Ends the page, with the name of the command that this one belongs to. */
    void end(String parent);

    /** Returns what the file of a page is called. */
    String fileName(String name);

    /** Returns what has been written. */
    String text();
}
