package stockledger.trials.acceptance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Plays invoices with the work of a warehouse around them, and plants errors. Orders are picked some invoices after they are
 * confirmed, and shipped some later. Deliveries and transfers come all the time; some are still under way at the count, so that
 * they could be causes and are not.
 */
final class CountedDays {

    private static final long[] LOTS = {6, 8, 12, 18, 24, 36, 48, 72};
    private static final int MIN_LAG = 3;
    private static final int MAX_LAG = 15;
    private static final int MAX_DELAY = 20;

    /** No error is planted in the invoices before the count that are still being worked on. */
    private static final int QUIET = 30;

    private static final int SMALL_ORDER = 3;

    private final CountedShop shop;
    private final SplittableRandom random;
    private final List<Invoice> invoices;
    private final int countStep;
    private final List<String> sold = new ArrayList<>();
    private final List<String> sorted;
    private final TreeMap<Integer, List<Runnable>> due = new TreeMap<>();
    private final Map<Integer, List<PlantedError.Kind>> planned = new HashMap<>();
    private final Map<PlantedError.Kind, Integer> pending = new EnumMap<>(PlantedError.Kind.class);
    private final List<PlantedError> errors = new ArrayList<>();
    private final Set<String> touched = new HashSet<>();
    private final List<Runnable> lateBookings = new ArrayList<>();
    private int number;

    /** @param countStep the shelves are counted after so many invoices */
    CountedDays(
            CountedShop shop, List<Invoice> invoices, int countStep, int errorsOfEachKind, SplittableRandom random) {
        this.shop = shop;
        this.invoices = invoices;
        this.countStep = countStep;
        this.random = random;
        invoices.forEach(invoice -> invoice.sales().forEach(row -> sold.add(row.sku())));
        this.sorted = List.copyOf(new TreeSet<>(sold));
        int first = countStep * 3 / 10;
        for (PlantedError.Kind kind : PlantedError.Kind.values()) {
            for (int i = 0; i < errorsOfEachKind; i++) {
                int step = first + random.nextInt(Math.max(1, countStep - QUIET - first));
                planned.computeIfAbsent(step, absent -> new ArrayList<>()).add(kind);
            }
        }
    }

    List<PlantedError> errors() {
        return errors;
    }

    /** SKUs at locations that an error concerns. */
    boolean isTouched(String location, String sku) {
        return touched.contains(location + " " + sku);
    }

    void playUntilCount() {
        play(0, countStep);
    }

    /** The rest of the invoices, then all that is open is worked off, and late receipts are booked. */
    void playAfterCount() {
        play(countStep, invoices.size());
        while (!due.isEmpty()) {
            due.pollFirstEntry().getValue().forEach(Runnable::run);
        }
        lateBookings.forEach(Runnable::run);
    }

    private void play(int from, int to) {
        for (int step = from; step < to; step++) {
            List<Runnable> now = due.remove(step);
            if (now != null) {
                now.forEach(Runnable::run);
            }
            for (PlantedError.Kind kind : planned.getOrDefault(step, List.of())) {
                plant(kind, step);
            }
            background(step);
            play(invoices.get(step), step);
        }
    }

    private void plant(PlantedError.Kind kind, int step) {
        switch (kind) {
            case DOUBLE_RECEIPT -> receiveTwice(step);
            case UNRECEIVED_TRANSFER -> forgetArrival();
            case LATE_RECEIPT -> receiveLate();
            case SWAPPED_SKU -> {
                if (random.nextBoolean()) {
                    receiveAsAnother();
                } else {
                    pending.merge(kind, 1, Integer::sum);
                }
            }
            case MISSED_SHIPMENT -> pending.merge(kind, 1, Integer::sum);
        }
    }

    private void at(int step, Runnable work) {
        due.computeIfAbsent(step, absent -> new ArrayList<>()).add(work);
    }

    private int soon(int step) {
        return step + MIN_LAG + random.nextInt(MAX_DELAY - MIN_LAG);
    }

    private String anySku() {
        return sold.get(random.nextInt(sold.size()));
    }

    /** A SKU that no other error concerns. */
    private String freeSku() {
        String sku = anySku();
        while (!isFree(sku)) {
            sku = anySku();
        }
        return sku;
    }

    private boolean isFree(String sku) {
        return !isTouched(CountedShop.WAREHOUSE, sku) && !isTouched(CountedShop.STORE, sku);
    }

    private void touch(String sku) {
        touched.add(CountedShop.WAREHOUSE + " " + sku);
        touched.add(CountedShop.STORE + " " + sku);
    }

    private long lot() {
        return LOTS[random.nextInt(LOTS.length)];
    }

    private String note() {
        return "note-" + ++number;
    }

    private void error(PlantedError.Kind kind, String sku, String location, @Nullable String evidence) {
        touch(sku);
        errors.add(new PlantedError(kind, sku, location, evidence));
    }

    /** One delivery is booked twice: with its note, without one, or with two that differ. */
    private void receiveTwice(int step) {
        String sku = freeSku();
        long units = lot();
        String first = random.nextInt(4) == 0 ? null : note();
        String second = first == null || random.nextInt(3) > 0 ? first : first + "b";
        shop.move(CountedShop.WAREHOUSE, sku, units);
        shop.receive(sku, CountedShop.WAREHOUSE, units, first, null);
        at(Math.min(soon(step), countStep - 1), () -> shop.receive(sku, CountedShop.WAREHOUSE, units, second, null));
        error(PlantedError.Kind.DOUBLE_RECEIPT, sku, CountedShop.WAREHOUSE, "\"delta\":-" + units);
    }

    /** The units of a transfer are in the store, all or a part, or have not left the warehouse. */
    private void forgetArrival() {
        String sku = freeSku();
        long units = 2 + random.nextInt(11);
        String id = shop.send(sku, CountedShop.WAREHOUSE, CountedShop.STORE, units);
        int how = random.nextInt(20);
        if (how < 3) {
            error(PlantedError.Kind.UNRECEIVED_TRANSFER, sku, CountedShop.WAREHOUSE, id);
            return;
        }
        shop.move(CountedShop.WAREHOUSE, sku, -units);
        shop.move(CountedShop.STORE, sku, how < 6 ? Math.max(1, units - 1) : units);
        error(PlantedError.Kind.UNRECEIVED_TRANSFER, sku, CountedShop.STORE, id);
    }

    /** A delivery is on the shelf: half of them are announced and not booked, the others are booked after the count. */
    private void receiveLate() {
        String sku = freeSku();
        long units = lot();
        if (random.nextBoolean()) {
            String id = shop.announce(sku, CountedShop.WAREHOUSE, units, -random.nextInt(3), note());
            shop.move(CountedShop.WAREHOUSE, sku, random.nextInt(7) == 0 ? units - 1 : units);
            error(PlantedError.Kind.LATE_RECEIPT, sku, CountedShop.WAREHOUSE, id);
        } else {
            String note = note();
            shop.move(CountedShop.WAREHOUSE, sku, units);
            lateBookings.add(() -> shop.receive(sku, CountedShop.WAREHOUSE, units, note, null));
            error(PlantedError.Kind.LATE_RECEIPT, sku, CountedShop.WAREHOUSE, note);
        }
    }

    /** A neighbour in the order of the shelves, or now and then any other SKU; null when it is concerned already. */
    private @Nullable String partner(String sku) {
        int next = Arrays.binarySearch(sorted.toArray(), sku) + 1;
        String other = random.nextInt(10) < 7 && next < sorted.size() ? sorted.get(next) : anySku();
        return other.equals(sku) || !isFree(other) ? null : other;
    }

    private void receiveAsAnother() {
        String sku = freeSku();
        String other = partner(sku);
        while (other == null) {
            sku = freeSku();
            other = partner(sku);
        }
        long units = lot();
        shop.move(CountedShop.WAREHOUSE, other, units);
        shop.receive(sku, CountedShop.WAREHOUSE, units, note(), null);
        touch(other);
        error(PlantedError.Kind.SWAPPED_SKU, sku, CountedShop.WAREHOUSE, other);
    }

    private void background(int step) {
        if (random.nextInt(100) < 50) {
            arrive(anySku(), lot());
        }
        if (random.nextInt(100) < 8) {
            String sku = anySku();
            long units = lot();
            arrive(sku, units);
            at(soon(step), () -> arrive(sku, units));
        }
        if (random.nextInt(100) < 30) {
            announce(step);
        }
        if (random.nextInt(100) < 30) {
            String sku = anySku();
            long units = 2 + random.nextInt(11);
            String id = shop.send(sku, CountedShop.WAREHOUSE, CountedShop.STORE, units);
            shop.move(CountedShop.WAREHOUSE, sku, -units);
            if (random.nextInt(100) < 85) {
                at(soon(step), () -> {
                    shop.move(CountedShop.STORE, sku, units);
                    shop.receiveTransfer(id);
                });
            }
        }
    }

    private void arrive(String sku, long units) {
        shop.move(CountedShop.WAREHOUSE, sku, units);
        shop.receive(sku, CountedShop.WAREHOUSE, units, note(), null);
    }

    /** It is booked when it arrives, is expected on a later day, or is due and has not come. */
    private void announce(int step) {
        String sku = anySku();
        long units = lot();
        int fate = random.nextInt(100);
        boolean isLater = fate >= 60 && fate < 85;
        String note = note();
        String id = shop.announce(sku, CountedShop.WAREHOUSE, units, isLater ? 1 + random.nextInt(10) : 0, note);
        if (fate < 60) {
            at(soon(step), () -> {
                shop.move(CountedShop.WAREHOUSE, sku, units);
                shop.receive(sku, CountedShop.WAREHOUSE, units, note, id);
            });
        }
    }

    private void play(Invoice invoice, int step) {
        for (DayRow row : invoice.adjustments()) {
            String note = invoice.number() + "-" + row.line();
            long delta = row.isReturn() ? Math.abs(row.quantity()) : row.quantity();
            shop.move(CountedShop.WAREHOUSE, row.sku(), delta);
            shop.adjust(row.sku(), delta, AdjustmentReason.of(row), note);
        }
        Map<String, Long> lines = new TreeMap<>(invoice.soldBySku());
        if (lines.isEmpty()) {
            return;
        }
        String order = "order-" + invoice.number() + "-" + ++number;
        shop.confirm(order, lines);
        int lag = MIN_LAG + random.nextInt(MAX_LAG - MIN_LAG);
        Map<String, Long> picked = new TreeMap<>(lines);
        Map<String, Long> missed = step < countStep - QUIET / 2 ? spoil(order, lines, picked) : Map.of();
        at(
                step + 1 + random.nextInt(lag),
                () -> picked.forEach((sku, units) -> shop.move(CountedShop.WAREHOUSE, sku, -units)));
        at(step + lag, () -> {
            Map<String, Long> shipped = new TreeMap<>(lines);
            shipped.keySet().removeAll(missed.keySet());
            if (!shipped.isEmpty()) {
                shop.ship(order, missed.isEmpty() ? Map.of() : shipped);
            }
        });
    }

    /**
     * Plants a pending error in an order, if it fits.
     *
     * @param picked what leaves the shelves, which it may change
     * @return what is not recorded as shipped
     */
    private Map<String, Long> spoil(String order, Map<String, Long> lines, Map<String, Long> picked) {
        List<String> free = lines.keySet().stream().filter(this::isFree).toList();
        if (free.isEmpty()) {
            return Map.of();
        }
        String sku = free.get(random.nextInt(free.size()));
        if (take(PlantedError.Kind.SWAPPED_SKU)) {
            String other = partner(sku);
            long units = lines.getOrDefault(sku, 0L);
            if (other == null || lines.containsKey(other) || shop.onShelf(CountedShop.WAREHOUSE, other) < 2 * units) {
                pending.merge(PlantedError.Kind.SWAPPED_SKU, 1, Integer::sum);
                return Map.of();
            }
            picked.remove(sku);
            picked.put(other, units);
            touch(other);
            error(PlantedError.Kind.SWAPPED_SKU, sku, CountedShop.WAREHOUSE, other);
            return Map.of();
        }
        if (!take(PlantedError.Kind.MISSED_SHIPMENT)) {
            return Map.of();
        }
        error(PlantedError.Kind.MISSED_SHIPMENT, sku, CountedShop.WAREHOUSE, order);
        if (lines.size() <= SMALL_ORDER && free.size() == lines.size()) {
            lines.keySet().forEach(this::touch);
            return Map.copyOf(lines);
        }
        return Map.of(sku, lines.getOrDefault(sku, 0L));
    }

    private boolean take(PlantedError.Kind kind) {
        int left = pending.getOrDefault(kind, 0);
        pending.put(kind, Math.max(0, left - 1));
        return left > 0;
    }
}
