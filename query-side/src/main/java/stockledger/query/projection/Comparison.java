package stockledger.query.projection;

import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoDatabase;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;
import stockledger.query.difference.FieldDifference;
import stockledger.query.difference.JsonDifferences;
import tools.jackson.databind.JsonNode;

/**
 * Compares all documents and answers of an epoch with what is served, in small steps.
 *
 * <p>How it works. Both epochs fold events meanwhile. Two documents are compared only when their versions are equal; others are
 * looked at again a little later, since each event changes one SKU only. Versions that stay different are reported as a
 * difference. Revisions and positions of tracking tokens are not compared.
 *
 * <p>Not thread-safe.
 *
 * @param <V> the view
 */
final class Comparison<V> {

    /** Documents of one step, which takes some tens of milliseconds. */
    static final int STEP = 100;

    /** Keys to be looked at again; with more, the epoch is behind and waited for. */
    private static final int MAX_LATER = 1_000;

    private static final long PAUSE_NANOS = 250_000_000;

    /** Twenty seconds: longer than Redis fails, or the documents of a busy SKU are folded at different times. */
    private static final int MAX_LOOKS = 80;

    private final Projection<V> projection;
    private final Epoch live;
    private final Epoch rebuilt;
    private final MongoDatabase servedFrom;
    private final MongoDatabase rebuiltIn;
    private final @Nullable AnswerComparison answers;
    private final Consumer<List<Difference>> differences;
    private final Deque<Pass> passes = new ArrayDeque<>();
    private final Map<Key, Look> later = new LinkedHashMap<>();
    private @Nullable MongoCursor<RawBsonDocument> cursor;
    private boolean totalsCompared;
    private int looksAtTotals;
    private Counts counts = new Counts(0, 0, 0, 0, 0);

    /**
     * How much was compared.
     *
     * @param waiting documents that are looked at again
     */
    record Counts(long documents, long sideDocuments, long answers, long differences, int waiting) {}

    /** The keys of one collection, of the served or the rebuilt epoch. */
    private record Pass(@Nullable String side, boolean ofServed) {}

    /** @param side name of the side collection; null for documents */
    private record Key(@Nullable String side, String key) {}

    private record Look(int count, long dueNanos) {}

    /**
     * A comparison that has not begun.
     *
     * @param differences receives what differs
     */
    Comparison(
            Projection<V> projection,
            Epoch live,
            MongoDatabase servedFrom,
            Epoch rebuilt,
            MongoDatabase rebuiltIn,
            @Nullable AnswerComparison answers,
            Consumer<List<Difference>> differences) {
        this.projection = projection;
        this.live = live;
        this.rebuilt = rebuilt;
        this.servedFrom = servedFrom;
        this.rebuiltIn = rebuiltIn;
        this.answers = answers;
        this.differences = differences;
        passes.add(new Pass(null, true));
        passes.add(new Pass(null, false));
        projection.sideCollections().forEach(name -> {
            passes.add(new Pass(name, true));
            passes.add(new Pass(name, false));
        });
        this.totalsCompared = answers == null;
    }

    Epoch live() {
        return live;
    }

    Counts counts() {
        return new Counts(
                counts.documents(), counts.sideDocuments(), counts.answers(), counts.differences(), later.size());
    }

    boolean isDone() {
        return passes.isEmpty() && later.isEmpty() && totalsCompared;
    }

    /** Compares some more; returns whether there is nothing to do for a moment. */
    boolean step() {
        if (later.size() < MAX_LATER && !passes.isEmpty()) {
            comparePass(passes.getFirst());
            return false;
        }
        if (!later.isEmpty()) {
            return !lookAgain();
        }
        return !compareTotals();
    }

    void close() {
        if (cursor != null) {
            cursor.close();
            cursor = null;
        }
    }

    private StoredViews views(MongoDatabase database, Epoch epoch, @Nullable String side) {
        String name = side == null ? epoch.collection() : epoch.sideCollection(side);
        return new StoredViews(database, name);
    }

    private StoredViews served(@Nullable String side) {
        return views(servedFrom, live, side);
    }

    private StoredViews rebuilt(@Nullable String side) {
        return views(rebuiltIn, rebuilt, side);
    }

    private void comparePass(Pass pass) {
        if (cursor == null) {
            cursor = (pass.ofServed() ? served(pass.side()) : rebuilt(pass.side())).keys(STEP);
        }
        List<String> keys = StoredViews.next(cursor, STEP);
        if (keys.isEmpty()) {
            close();
            passes.removeFirst();
            return;
        }
        if (!pass.ofServed()) {
            // Those that the served epoch has were compared already.
            keys = new ArrayList<>(keys);
            keys.removeAll(served(pass.side()).existing(keys));
        }
        compare(pass.side(), keys);
    }

    private void compare(@Nullable String side, List<String> keys) {
        if (keys.isEmpty()) {
            return;
        }
        if (side == null) {
            compareDocuments(keys);
        } else {
            compareSides(side, keys);
        }
    }

    private void compareDocuments(List<String> keys) {
        AnswerComparison.Batch batch = answers == null ? null : answers.begin(live, rebuilt);
        Map<String, RawBsonDocument> served = served(null).raw(keys);
        Map<String, RawBsonDocument> found = rebuilt(null).raw(keys);
        Map<String, List<Difference>> ofDocuments = new LinkedHashMap<>();
        List<VersionedDocument<JsonNode>> usual = new ArrayList<>();
        List<VersionedDocument<JsonNode>> last = new ArrayList<>();
        for (String key : answers == null ? withoutSame(keys, served, found) : keys) {
            VersionedDocument<JsonNode> one = read(served.get(key));
            VersionedDocument<JsonNode> other = read(found.get(key));
            Key looked = new Key(null, key);
            if ((one == null && other == null) || isNoLongerKept(one == null ? other : one)) {
                later.remove(looked);
            } else if (one != null && other != null && one.versions().equals(other.versions())) {
                ofDocuments.put(key, differencesOf(Difference.DOCUMENT, key, one.view(), other.view()));
                (isLast(looked) ? last : usual).add(parkedAsServed(one, other));
            } else if (!lookLater(looked)) {
                report(List.of(versions(key, one, other)));
                count(1, 0, 0);
            }
        }
        AnswerComparison.Batch compared =
                batch == null ? (some, isLast) -> new AnswerComparison.Result(0, List.of(), Set.of()) : batch;
        finish(compared.compare(usual, false), usual, ofDocuments);
        finish(compared.compare(last, true), last, ofDocuments);
    }

    /** Both epochs have parked a key at the same event, each at its own time, which answers contain. */
    private static <W> VersionedDocument<W> parkedAsServed(VersionedDocument<?> served, VersionedDocument<W> rebuilt) {
        return served.degradedSince() == null || rebuilt.degradedSince() == null
                ? rebuilt
                : rebuilt.withDegradedSince(served.degradedSince());
    }

    /** Counts the documents that are the same bytes. They are not parsed: an index of events has millions. */
    private List<String> withoutSame(
            List<String> keys, Map<String, RawBsonDocument> served, Map<String, RawBsonDocument> found) {
        List<String> others = new ArrayList<>();
        for (String key : keys) {
            RawBsonDocument one = served.get(key);
            RawBsonDocument other = found.get(key);
            if (one != null && other != null && StoredViews.areSame(one, other)) {
                later.remove(new Key(null, key));
            } else {
                others.add(key);
            }
        }
        count(keys.size() - others.size(), 0, 0);
        return others;
    }

    private @Nullable VersionedDocument<JsonNode> read(@Nullable RawBsonDocument document) {
        return document == null ? null : StoredViews.read(document, projection.textMembers());
    }

    /** A document some of whose answers are of other versions is compared again later, with all of them. */
    private void finish(
            AnswerComparison.Result result,
            List<VersionedDocument<JsonNode>> documents,
            Map<String, List<Difference>> ofDocuments) {
        Set<String> again = result.later();
        for (VersionedDocument<JsonNode> document : documents) {
            Key key = new Key(null, document.key());
            if (again.contains(document.key())) {
                lookLater(key);
            } else {
                later.remove(key);
                report(ofDocuments.getOrDefault(document.key(), List.of()));
                count(1, 0, 0);
            }
        }
        report(result.differences().stream()
                .filter(difference -> !again.contains(difference.key()))
                .toList());
        count(0, 0, result.answers());
    }

    /** Also of a document that only one of both has deleted so far. */
    private boolean isNoLongerKept(@Nullable VersionedDocument<JsonNode> document) {
        Retention<V> retention = projection.retention();
        return document != null
                && retention != null
                && retention.isOver(StoredJson.mapper().treeToValue(document.view(), projection.type()), Instant.now());
    }

    private static Difference versions(
            String key, @Nullable VersionedDocument<JsonNode> served, @Nullable VersionedDocument<JsonNode> rebuilt) {
        return new Difference(
                Difference.DOCUMENT,
                key,
                served == null || rebuilt == null ? "" : Difference.VERSIONS,
                served == null ? null : StoredJson.mapper().valueToTree(served.versions()),
                rebuilt == null ? null : StoredJson.mapper().valueToTree(rebuilt.versions()));
    }

    private void compareSides(String side, List<String> keys) {
        Map<String, RawBsonDocument> served = served(side).raw(keys);
        Map<String, RawBsonDocument> found = rebuilt(side).raw(keys);
        for (String key : keys) {
            RawBsonDocument one = served.get(key);
            RawBsonDocument other = found.get(key);
            Key looked = new Key(side, key);
            boolean isInBoth = one != null && other != null;
            boolean isInNeither = one == null && other == null;
            if (isInBoth || isInNeither) {
                later.remove(looked);
                if (one != null && other != null && !StoredViews.areSame(one, other)) {
                    report(differencesOf(side, key, StoredViews.json(one), StoredViews.json(other)).stream()
                            .map(Comparison::ofItsDocument)
                            .toList());
                }
                count(0, 1, 0);
            } else if (!lookLater(looked)) {
                report(List.of(ofItsDocument(new Difference(
                        side,
                        key,
                        "",
                        one == null ? null : StoredViews.json(one),
                        other == null ? null : StoredViews.json(other)))));
                count(0, 1, 0);
            }
        }
    }

    /** Ids of side collections begin with the key of a document, such as {@code SKU#3}. */
    private static Difference ofItsDocument(Difference side) {
        int hash = side.key().lastIndexOf('#');
        return hash < 0
                ? side
                : new Difference(
                        side.kind(),
                        side.key().substring(0, hash),
                        side.key().substring(hash) + (side.field().isEmpty() ? "" : ".") + side.field(),
                        side.served(),
                        side.folded());
    }

    /** The differences of two JSON documents. */
    static List<Difference> differencesOf(
            String kind, String key, @Nullable JsonNode served, @Nullable JsonNode rebuilt) {
        if (served != null && served.equals(rebuilt)) {
            return List.of();
        }
        List<Difference> found = new ArrayList<>();
        for (FieldDifference field : JsonDifferences.between(served, rebuilt)) {
            found.add(new Difference(kind, key, field.field(), field.first(), field.second()));
        }
        return found;
    }

    private boolean isLast(Key key) {
        Look look = later.get(key);
        return look != null && look.count() >= MAX_LOOKS;
    }

    /** Returns false, and forgets the key, when it was looked at often enough. */
    private boolean lookLater(Key key) {
        if (isLast(key)) {
            later.remove(key);
            return false;
        }
        Look before = later.remove(key);
        later.put(key, new Look(before == null ? 1 : before.count() + 1, System.nanoTime() + PAUSE_NANOS));
        return true;
    }

    /** Looks at the keys that are due; false when there are none. */
    private boolean lookAgain() {
        long now = System.nanoTime();
        Map<String, List<String>> due = new LinkedHashMap<>();
        int found = 0;
        for (Map.Entry<Key, Look> one : later.entrySet()) {
            if (one.getValue().dueNanos() - now > 0 || found == STEP) {
                break;
            }
            Key key = one.getKey();
            due.computeIfAbsent(key.side() == null ? "" : key.side(), absent -> new ArrayList<>())
                    .add(key.key());
            found++;
        }
        due.forEach((side, keys) -> compare(side.isEmpty() ? null : side, keys));
        return found > 0;
    }

    /** False when they are to be compared again. */
    private boolean compareTotals() {
        if (answers == null || totalsCompared) {
            return true;
        }
        looksAtTotals++;
        Optional<AnswerComparison.Result> result = answers.compareTotals(live, rebuilt);
        boolean isFinal = looksAtTotals >= MAX_LOOKS
                || result.filter(one -> one.differences().isEmpty()).isPresent();
        if (isFinal) {
            result.ifPresent(one -> {
                report(one.differences());
                count(0, 0, one.answers());
            });
            totalsCompared = true;
        }
        return isFinal;
    }

    private void report(List<Difference> found) {
        if (!found.isEmpty()) {
            differences.accept(found);
            counts = new Counts(
                    counts.documents(),
                    counts.sideDocuments(),
                    counts.answers(),
                    counts.differences() + found.size(),
                    0);
        }
    }

    private void count(long documents, long sideDocuments, long compared) {
        counts = new Counts(
                counts.documents() + documents,
                counts.sideDocuments() + sideDocuments,
                counts.answers() + compared,
                counts.differences(),
                0);
    }
}
