package stockledger.trials.acceptance;

import java.util.List;

/** The content of a file: playable rows in the order of the file, and dirty rows. */
record ShopDay(List<DayRow> rows, List<DirtyRow> dirty) {

    ShopDay {
        rows = List.copyOf(rows);
        dirty = List.copyOf(dirty);
    }

    long leftOut() {
        return dirty.stream().filter(row -> !row.played()).count();
    }
}
