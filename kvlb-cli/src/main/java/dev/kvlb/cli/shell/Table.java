package dev.kvlb.cli.shell;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Lays answers of the same kind out in columns: numbers to the right, all else to the left. One that has fewer parts than
 * others, because there is nothing to tell, has empty cells at its end.
 */
final class Table {
    private static final int CELL_CHARS_MAX = 60;
    private static final String GAP = "  ";

    private Table() {}

    /** Returns the lines of the table, with the names of the columns on top; none where there are no answers. */
    static List<String> of(List<Answer> answers) {
        List<Answer.Part> columns = answers.stream()
                .map(Answer::parts)
                .max(Comparator.comparingInt(List::size))
                .orElse(List.of());
        List<StringBuilder> lines = new ArrayList<>();
        for (int i = 0; i <= (columns.isEmpty() ? -1 : answers.size()); i++) {
            lines.add(new StringBuilder());
        }
        for (int column = 0; column < columns.size(); column++) {
            boolean isNumber = columns.get(column).value() instanceof Long;
            add(cells(columns.get(column).name(), column, answers), isNumber, lines);
        }
        return lines.stream().map(line -> line.toString().stripTrailing()).toList();
    }

    private static List<String> cells(String name, int column, List<Answer> answers) {
        List<String> cells = new ArrayList<>(List.of(name));
        for (Answer answer : answers) {
            List<Answer.Part> parts = answer.parts();
            cells.add(column < parts.size() ? parts.get(column).text(CELL_CHARS_MAX) : "");
        }
        return cells;
    }

    private static void add(List<String> cells, boolean isNumber, List<StringBuilder> lines) {
        int width = cells.stream().mapToInt(Table::length).max().orElse(0);
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            String pad = " ".repeat(width - length(cell));
            StringBuilder line = lines.get(i);
            line.append(GAP.repeat(line.length() == 0 ? 0 : 1)).append(isNumber ? pad + cell : cell + pad);
        }
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
