package stockledger.trials.cli;

import java.util.List;

/** Tables of a report in Markdown. */
public final class Markdown {

    private Markdown() {}

    /** Adds a table's head: the first column is text, the others are numbers. */
    public static void table(List<String> lines, String head) {
        lines.add("");
        lines.add(head);
        lines.add("|---" + "|--:".repeat(head.split("\\|").length - 2) + "|");
    }
}
