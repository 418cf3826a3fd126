package dev.kvlb.cli.shell;

import java.util.ArrayList;
import java.util.List;

/** Lays answers of the same kind out in columns: numbers to the right, all else to the left. */
final class Table {
    private static final int CELL_CHARS_MAX = 60;
    private static final String GAP = "  ";

    private Table() {}

    /** Returns the lines of the table, with the names of the columns on top; none where there are no answers. */
    static List<String> of(List<Answer> answers) {
        List<String> lines = new ArrayList<>();
        if (answers.isEmpty()) {
            return lines;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(answers.get(0).parts().stream().map(Answer.Part::name).toList());
        answers.forEach(answer -> rows.add(
                answer.parts().stream().map(part -> part.text(CELL_CHARS_MAX)).toList()));
        List<Answer.Part> columns = answers.get(0).parts();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns.size(); i++) {
                String cell = row.get(i);
                String pad = " ".repeat(width(rows, i) - length(cell));
                boolean isNumber = columns.get(i).value() instanceof Long;
                line.append(i == 0 ? "" : GAP).append(isNumber ? pad + cell : cell + pad);
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0);
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
