package stockledger.query.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import stockledger.query.projection.StoredJson;
import tools.jackson.core.type.TypeReference;

/**
 * The attempts to deliver, newest first. The process that delivers writes those of a second as one document: a document for each
 * would cost more than the delivery. Failures are documents of their own, so that successes do not displace them.
 */
final class DeliveryLog {

    static final String COLLECTION = "webhook_deliveries";

    /** Attempts that are logged in one document, that is in one second; a receiver that is away fails less often. */
    private static final int MAX_SUCCESSES = 20;

    private static final int MAX_FAILURES = 400;

    /** Documents that are kept for one webhook, the newest ones. */
    private static final int KEPT_SUCCESSES = 1_000;

    /** An event that is refused is sent about once a minute: these are the attempts of three days. */
    private static final int KEPT_FAILURES = 5_000;

    private static final int FLUSHES_BETWEEN_CLEANUPS = 100;
    private static final String ID = "_id";
    private static final String ENTRIES = "entries";
    private static final String SEPARATOR = "/";

    /** Sorts after all digits, and after all letters. */
    private static final String END = ":";

    private static final String AFTER_LETTERS = "~";

    private static final Pattern SUFFIX = Pattern.compile("/(delivered|failed)/[0-9]{14}");

    /** Of those of one moment the failures are the newer ones. */
    private static final Comparator<String> NEWEST_FIRST = Comparator.<String, String>comparing(
                    id -> id.substring(id.lastIndexOf(SEPARATOR)))
            .thenComparing(Comparator.naturalOrder())
            .reversed();

    private static final TypeReference<List<Attempt>> LIST = new TypeReference<>() {};

    private final MongoCollection<Document> collection;
    private final int keptSuccesses;

    DeliveryLog(MongoDatabase database) {
        this(database, KEPT_SUCCESSES);
    }

    DeliveryLog(MongoDatabase database, int keptSuccesses) {
        this.keptSuccesses = keptSuccesses;
        this.collection = database.getCollection(COLLECTION);
    }

    /**
     * An attempt to deliver an event.
     *
     * @param subject the SKU or the reservation
     * @param millis for how long it took
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Attempt(
            Instant at,
            String eventId,
            String type,
            String subject,
            long sequence,
            long position,

            @Schema(description = "Of the attempt, from 1.") int number,

            @Schema(allowableValues = {Attempt.DELIVERED, Attempt.FAILED})
            String result,

            @Schema(description = "HTTP status of the answer; absent when there was no answer.") @Nullable
            Integer status,

            @Schema(
                    description = "Why there was no answer; absent when there was one.",
                    allowableValues = {"address-refused", "unknown-host", "timeout", "tls", "connection-failed"})
            @Nullable
            String error,

            long millis,

            @Schema(description = "When the delivery is repeated; absent when the attempt succeeded.") @Nullable
            Instant nextAttemptAt) {

        static final String DELIVERED = "delivered";
        static final String FAILED = "failed";
    }

    /** The attempts of one webhook that are not written yet. */
    final class Buffer {

        private final Waiting failures;
        private final Waiting successes;

        Buffer(String webhook) {
            failures = new Waiting(webhook, Attempt.FAILED, MAX_FAILURES, KEPT_FAILURES);
            successes = new Waiting(webhook, Attempt.DELIVERED, MAX_SUCCESSES, keptSuccesses);
        }

        void add(Attempt attempt) {
            (attempt.result().equals(Attempt.DELIVERED) ? successes : failures).add(attempt);
        }

        /** Writes them. */
        void flush(Instant now) {
            failures.flush(now);
            successes.flush(now);
        }
    }

    /** Those of one result. */
    private final class Waiting {

        private final String webhook;
        private final String result;
        private final int max;
        private final int kept;
        private List<Attempt> attempts = new ArrayList<>();
        private int flushes;

        Waiting(String webhook, String result, int max, int kept) {
            this.webhook = webhook;
            this.result = result;
            this.max = max;
            this.kept = kept;
        }

        synchronized void add(Attempt attempt) {
            if (attempts.size() < max) {
                attempts.add(attempt);
            }
        }

        private synchronized List<Attempt> take() {
            List<Attempt> taken = attempts;
            attempts = new ArrayList<>();
            return taken;
        }

        void flush(Instant now) {
            List<Attempt> taken = take();
            if (taken.isEmpty()) {
                return;
            }
            String id = String.format(
                    Locale.ROOT, "%s%s%s%s%014d", webhook, SEPARATOR, result, SEPARATOR, now.toEpochMilli());
            Document document =
                    new Document(ID, id).append(ENTRIES, StoredJson.mapper().writeValueAsString(taken));
            collection.replaceOne(new Document(ID, id), document, new ReplaceOptions().upsert(true));
            flushes++;
            if (flushes % FLUSHES_BETWEEN_CLEANUPS == 0) {
                clean();
            }
        }

        private void clean() {
            String prefix = webhook + SEPARATOR + result + SEPARATOR;
            Document oldest = collection
                    .find(between(prefix, prefix + END))
                    .sort(Sorts.descending(ID))
                    .skip(kept)
                    .limit(1)
                    .projection(Projections.include(ID))
                    .first();
            if (oldest != null) {
                collection.deleteMany(between(prefix, oldest.getString(ID)));
            }
        }
    }

    Buffer buffer(String webhook) {
        return new Buffer(webhook);
    }

    private static Document between(String after, String upTo) {
        return new Document(ID, new Document("$gt", after).append("$lte", upTo));
    }

    /** Whether a text is the id of a document of a webhook. */
    static boolean isDocument(String text, String webhook) {
        return text.startsWith(webhook)
                && SUFFIX.matcher(text.substring(webhook.length())).matches();
    }

    /**
     * A page.
     *
     * @param document in which the last attempt is
     * @param index of the last attempt, counted from the newest in it
     */
    record Page(List<Attempt> attempts, String document, int index, boolean hasMore) {}

    /**
     * Reads attempts, newest first.
     *
     * @param result of those that are read; null for all
     * @param document of the last one that the caller has; null for the first page
     * @param index of the last one in it; -1 for the first page
     */
    Page read(String webhook, @Nullable String result, @Nullable String document, int index, int limit) {
        String last = document == null ? SEPARATOR + END : document.substring(document.lastIndexOf(SEPARATOR));
        List<Document> found = new ArrayList<>();
        for (String one : result == null ? List.of(Attempt.FAILED, Attempt.DELIVERED) : List.of(result)) {
            String prefix = webhook + SEPARATOR + one;
            // Each has an attempt, but for two that the caller has.
            collection
                    .find(between(prefix + SEPARATOR, prefix + last))
                    .sort(Sorts.descending(ID))
                    .limit(limit + 3)
                    .into(found);
        }
        found.removeIf(one -> document != null && NEWEST_FIRST.compare(one.getString(ID), document) < 0);
        found.sort(Comparator.comparing(one -> one.getString(ID), NEWEST_FIRST));
        return page(found, document, index, limit);
    }

    private static Page page(List<Document> found, @Nullable String document, int index, int limit) {
        List<Attempt> page = new ArrayList<>();
        String lastDocument = document == null ? "" : document;
        int lastIndex = index;
        for (Document one : found) {
            List<Attempt> entries = StoredJson.mapper().readValue(one.getString(ENTRIES), LIST);
            int begin = one.getString(ID).equals(document) ? index + 1 : 0;
            for (int i = begin; i < entries.size(); i++) {
                if (page.size() == limit) {
                    return new Page(page, lastDocument, lastIndex, true);
                }
                page.add(entries.get(entries.size() - 1 - i));
                lastDocument = one.getString(ID);
                lastIndex = i;
            }
        }
        return new Page(page, lastDocument, lastIndex, false);
    }

    /** Deletes the attempts of a removed webhook. */
    void delete(String webhook) {
        collection.deleteMany(between(webhook + SEPARATOR, webhook + SEPARATOR + AFTER_LETTERS));
    }
}
