package stockledger.trials.acceptance;

import java.util.List;

/** The content of a file: valid rows in the order of the file, and invalid rows. */
record ShopDay(List<DayRow> rows, List<InvalidRow> invalid) {

    ShopDay {
        rows = List.copyOf(rows);
        invalid = List.copyOf(invalid);
    }

    long skipped() {
        return invalid.stream().filter(row -> !row.replayed()).count();
    }
}
