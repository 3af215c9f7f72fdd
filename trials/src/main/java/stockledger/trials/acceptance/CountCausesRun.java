package stockledger.trials.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import stockledger.trials.cli.Machine;
import stockledger.trials.cli.Objective;
import stockledger.trials.client.Response;

/** Plays the days, counts all shelves, asks for causes at the count and after the day, and sends corrections. */
final class CountCausesRun {

    private static final int SHEET = 200;
    private static final int SHOWN = 3;
    private static final int MAX_EXAMPLES = 40;
    private static final double MIN_FOUND = 0.8;
    private static final double MIN_SILENT = 0.9;

    private final URI url;
    private final List<DayRow> rows;
    private final int errorsOfEachKind;
    private final long seed;
    private final Consumer<String> progress;
    private final SplittableRandom random;
    private final CountedShop shop;
    private final Map<String, Long> counted = new TreeMap<>();
    private final Set<String> lost = new HashSet<>();
    private final List<Double> sheetMillis = new ArrayList<>();

    CountCausesRun(URI url, List<DayRow> rows, int errorsOfEachKind, long seed, String run, Consumer<String> progress) {
        this.url = url;
        this.rows = rows;
        this.errorsOfEachKind = errorsOfEachKind;
        this.seed = seed;
        this.progress = progress;
        this.random = new SplittableRandom(seed);
        this.shop = new CountedShop(url, run);
    }

    CountCausesReport run() {
        List<Invoice> invoices = invoices();
        int countStep = invoices.size() * 9 / 10;
        progress.accept("seed " + seed + ": " + invoices.size() + " invoices, counted after " + countStep);
        open();
        CountedDays days = new CountedDays(shop, invoices, countStep, errorsOfEachKind, random);
        days.playUntilCount();
        lose(days);
        Instant countedAt = count();
        progress.accept("asking for the causes of " + counted.size() + " counts");
        Map<String, JsonNode> atOnce = ask(countedAt);
        days.playAfterCount();
        Map<String, JsonNode> after = ask(countedAt);
        return report(days, invoices.size(), atOnce, after);
    }

    private List<Invoice> invoices() {
        Map<String, List<DayRow>> byNumber = new LinkedHashMap<>();
        rows.forEach(row -> byNumber.computeIfAbsent(row.invoice(), absent -> new ArrayList<>())
                .add(row));
        List<Invoice> invoices = new ArrayList<>();
        byNumber.forEach((number, of) -> invoices.add(new Invoice(number, of)));
        return invoices;
    }

    /** More than the days need, so that nothing runs out. */
    private void open() {
        Map<String, CatalogEntry> catalog = new TreeMap<>();
        Map<String, Long> warehouse = new TreeMap<>();
        Map<String, Long> store = new TreeMap<>();
        for (DayRow row : rows) {
            catalog.merge(row.sku(), CatalogEntry.of(row.sku()).with(row), (known, fresh) -> known.with(row));
            warehouse.merge(row.sku(), row.isReturn() ? 0 : Math.abs(row.quantity()), Long::sum);
        }
        for (String sku : catalog.keySet()) {
            warehouse.merge(sku, 200L + random.nextInt(100), Long::sum);
            if (random.nextInt(3) == 0) {
                store.put(sku, 10L + random.nextInt(40));
            }
        }
        shop.open(catalog.values(), warehouse, store);
    }

    /** Some units are broken, stolen or miscounted: no event says so. */
    private void lose(CountedDays days) {
        List<String> skus = rows.stream().map(DayRow::sku).distinct().toList();
        while (lost.size() < errorsOfEachKind) {
            String sku = skus.get(random.nextInt(skus.size()));
            if (!days.isTouched(CountedShop.WAREHOUSE, sku) && lost.add(CountedShop.WAREHOUSE + " " + sku)) {
                shop.move(CountedShop.WAREHOUSE, sku, random.nextInt(4) == 0 ? 1 : -1 - random.nextInt(3));
            }
        }
    }

    private Instant count() {
        Set<String> skus = new HashSet<>();
        rows.forEach(row -> skus.add(row.sku()));
        for (String location : new String[] {CountedShop.STORE, CountedShop.WAREHOUSE}) {
            for (String sku : skus) {
                if (shop.has(location, sku)) {
                    counted.put(location + " " + sku, Math.max(0, shop.onShelf(location, sku)));
                }
            }
        }
        return Instant.now();
    }

    /** Sheets in the order of the shelves, which is that of locations and SKUs. */
    private Map<String, JsonNode> ask(Instant countedAt) {
        Map<String, JsonNode> answers = new HashMap<>();
        List<Map.Entry<String, Long>> lines = List.copyOf(counted.entrySet());
        for (int from = 0; from < lines.size(); from += SHEET) {
            ObjectNode sheet = CountedShop.object().put("countedAt", countedAt.toString());
            ArrayNode counts = sheet.putArray("counts");
            List<Map.Entry<String, Long>> part = lines.subList(from, Math.min(lines.size(), from + SHEET));
            for (Map.Entry<String, Long> line : part) {
                String[] key = line.getKey().split(" ", 2);
                counts.addObject().put("locationId", key[0]).put("sku", key[1]).put("counted", line.getValue());
            }
            long start = System.nanoTime();
            JsonNode items = shop.causes(sheet).path("items");
            sheetMillis.add((System.nanoTime() - start) / 1e6);
            for (int i = 0; i < part.size(); i++) {
                answers.put(part.get(i).getKey(), items.path(i));
            }
        }
        return answers;
    }

    private CountCausesReport report(
            CountedDays days, int invoices, Map<String, JsonNode> atOnce, Map<String, JsonNode> after) {
        List<CountCausesReport.Kind> kinds = new ArrayList<>();
        List<String> examples = new ArrayList<>();
        List<Objective> objectives = new ArrayList<>();
        int found = 0;
        int corrections = 0;
        int corrected = 0;
        for (PlantedError.Kind kind : PlantedError.Kind.values()) {
            int[] of = new int[4];
            for (PlantedError error : days.errors()) {
                if (error.kind() == kind) {
                    JsonNode answer = answerTo(error, after);
                    int rank = rank(error, answer);
                    of[0]++;
                    of[1] += rank(error, answerTo(error, atOnce)) < SHOWN ? 1 : 0;
                    of[2] += rank < SHOWN ? 1 : 0;
                    of[3] += rank == 0 ? 1 : 0;
                    if (rank < SHOWN) {
                        corrections++;
                        corrected += isCorrected(error, answer.path("causes").path(rank)) ? 1 : 0;
                    } else if (examples.size() < MAX_EXAMPLES) {
                        examples.add("not found: " + error + ", difference " + answer.path("difference") + ": "
                                + briefly(answer));
                    }
                }
            }
            found += of[2];
            kinds.add(new CountCausesReport.Kind(kind.text(), of[0], of[1], of[2], of[3]));
        }
        CountCausesReport.Silence clean = clean(days, after, examples);
        CountCausesReport.Silence cleanAtOnce = clean(days, atOnce, new ArrayList<>());
        objectives.add(Objective.atLeast(
                "true cause among the first three",
                found / (double) days.errors().size(),
                MIN_FOUND));
        objectives.add(Objective.atLeast("no cause for a clean count", clean.share(), MIN_SILENT));
        objectives.add(Objective.atLeast(
                "no cause for a clean count that differs, since orders are being picked",
                clean.shareOfDiffering(),
                MIN_SILENT));
        objectives.add(Objective.atLeast("the same, asked at the count", cleanAtOnce.shareOfDiffering(), MIN_SILENT));
        sheetMillis.sort(null);
        return new CountCausesReport(
                Instant.now().toString(),
                url.toString(),
                Machine.current(),
                seed,
                invoices,
                kinds,
                clean,
                cleanAtOnce,
                lost(after),
                corrections,
                corrected,
                sheetMillis.get(sheetMillis.size() / 2),
                objectives,
                examples);
    }

    private static JsonNode answerTo(PlantedError error, Map<String, JsonNode> answers) {
        return answers.getOrDefault(error.location() + " " + error.sku(), CountedShop.object());
    }

    /** The position of the cause that names the error; beyond those shown when there is none. */
    private static int rank(PlantedError error, JsonNode answer) {
        JsonNode causes = answer.path("causes");
        for (int i = 0; i < causes.size(); i++) {
            if (error.isNamedBy(causes.path(i))) {
                return i;
            }
        }
        return Integer.MAX_VALUE;
    }

    /** Sends the corrections of a cause; the service must then have as many units as the shelf has now. */
    private boolean isCorrected(PlantedError error, JsonNode cause) {
        String token = null;
        for (JsonNode correction : cause.path("corrections")) {
            Response response = shop.send(correction);
            if (!response.accepted()) {
                progress.accept("correction refused: " + response.summary() + " " + correction);
                return false;
            }
            // A swap is corrected at two SKUs, the counted one first.
            token = token == null ? response.consistencyToken() : token;
        }
        long onHand = shop.onHand(error.location(), error.sku(), token);
        long onShelf = shop.onShelf(error.location(), error.sku());
        if (onHand != onShelf) {
            progress.accept(
                    "not corrected: " + error + ": " + onHand + " on hand, " + onShelf + " on the shelf: " + cause);
        }
        return onHand == onShelf;
    }

    private CountCausesReport.Silence clean(CountedDays days, Map<String, JsonNode> answers, List<String> examples) {
        int[] of = new int[4];
        answers.forEach((line, answer) -> {
            String[] key = line.split(" ", 2);
            if (!days.isTouched(key[0], key[1]) && !lost.contains(line)) {
                count(of, answer);
                if (!answer.path("causes").isEmpty() && examples.size() < 2 * MAX_EXAMPLES) {
                    examples.add(
                            "clean: " + line + ", difference " + answer.path("difference") + ": " + briefly(answer));
                }
            }
        });
        return new CountCausesReport.Silence(of[0], of[1], of[2], of[3]);
    }

    private CountCausesReport.Silence lost(Map<String, JsonNode> answers) {
        int[] of = new int[4];
        lost.forEach(line -> count(of, answers.getOrDefault(line, CountedShop.object())));
        return new CountCausesReport.Silence(of[0], of[1], of[2], of[3]);
    }

    private static void count(int[] of, JsonNode answer) {
        boolean isSilent = answer.path("causes").isEmpty();
        boolean differs = answer.path("difference").asLong() != 0;
        of[0]++;
        of[1] += isSilent ? 1 : 0;
        of[2] += differs ? 1 : 0;
        of[3] += isSilent && differs ? 1 : 0;
    }

    private static String briefly(JsonNode answer) {
        List<String> causes = new ArrayList<>();
        answer.path("causes")
                .forEach(cause -> causes.add(
                        cause.path("cause").asText() + " " + cause.path("units") + " " + cause.path("score")));
        return causes + (answer.has("picking") ? " picking " + answer.path("picking") : "");
    }
}
