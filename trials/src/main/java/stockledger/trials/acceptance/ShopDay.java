package stockledger.trials.acceptance;

import java.util.List;

/** What a file says of a shop's day: the rows that can be played, in order, and those that are dirty. */
record ShopDay(List<DayRow> rows, List<DirtyRow> dirty) {

    ShopDay {
        rows = List.copyOf(rows);
        dirty = List.copyOf(dirty);
    }

    long leftOut() {
        return dirty.stream().filter(row -> !row.played()).count();
    }
}
