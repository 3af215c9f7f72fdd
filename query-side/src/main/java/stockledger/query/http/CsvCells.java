package stockledger.query.http;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Rows of CSV (RFC 4180) that no spreadsheet executes: a cell that it would take for a formula begins with an apostrophe. */
public final class CsvCells {

    /** An apostrophe before it is one more, so that it can be removed again. */
    private static final Pattern FORMULA = Pattern.compile("'*[=+\\-@\t\r].*", Pattern.DOTALL);

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");

    private static final String END_OF_ROW = "\r\n";

    private CsvCells() {}

    /** A row with its end. */
    public static String row(List<String> values) {
        return values.stream().map(CsvCells::cell).collect(Collectors.joining(",")) + END_OF_ROW;
    }

    /** One cell. A number stays one, also if it is negative. */
    public static String cell(String value) {
        boolean isFormula =
                FORMULA.matcher(value).matches() && !NUMBER.matcher(value).matches();
        String text = isFormula ? "'" + value : value;
        boolean quoted = text.chars().anyMatch(unit -> unit == ',' || unit == '"' || unit == '\n' || unit == '\r');
        return quoted ? "\"" + text.replace("\"", "\"\"") + "\"" : text;
    }
}
