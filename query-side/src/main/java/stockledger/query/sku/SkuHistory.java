package stockledger.query.sku;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import stockledger.events.Sku;
import stockledger.query.projection.History;
import stockledger.query.projection.ProjectedEvent;
import stockledger.query.projection.ReadModels;
import stockledger.query.projection.ServedDocuments;
import stockledger.query.projection.UnprocessableEventException;
import stockledger.query.projection.VersionedDocument;

/**
 * Past states of single SKUs, made by the same fold as their documents, from the nearest checkpoint and the events after it.
 *
 * <p>The state at an instant has, of each stream, the events before the first one that happened later: the clocks of two
 * instances may differ, so times in a stream may go back. Events that are appended later never change a state before the last
 * event.
 */
@Component
public final class SkuHistory {

    private static final Logger LOG = LoggerFactory.getLogger(SkuHistory.class);

    private final ServedDocuments<SkuState> documents;
    private final History events;

    SkuHistory(SkuProjection projection, ReadModels models, History events) {
        this.documents = models.of(projection);
        this.events = events;
    }

    /**
     * A state of the past and the events that its numbers are made of.
     *
     * @param document with the versions of the streams at that time; its revision says nothing
     */
    public record Explained(VersionedDocument<SkuState> document, StockOrigins origins) {}

    /**
     * The document as it was at an instant; without a catalog entry when the product was not in the catalog.
     *
     * @throws stockledger.query.projection.HistoryBusyException when too many queries of the past are being answered
     */
    public VersionedDocument<SkuState> at(String sku, Instant asOf) {
        return explained(sku, asOf).document();
    }

    /** The documents of some SKUs as they were at an instant, without SKUs that have an event which cannot be folded. */
    public Map<String, VersionedDocument<SkuState>> at(Collection<String> skus, Instant asOf) {
        return events.query(() -> {
            Map<String, VersionedDocument<SkuState>> found = new HashMap<>();
            for (String sku : skus) {
                try {
                    found.put(sku, fold(sku, asOf).document());
                } catch (UnprocessableEventException e) {
                    // The others are answered.
                    LOG.debug("{} cannot be folded as of {}", sku, asOf, e);
                }
            }
            return found;
        });
    }

    /** The state of one SKU, with the events that the numbers are made of. */
    public Explained explained(String sku, @Nullable Instant asOf) {
        return events.query(() -> fold(sku, asOf == null ? Instant.MAX : asOf));
    }

    private Explained fold(String sku, Instant until) {
        VersionedDocument<SkuState> served = documents.find(sku);
        return joined(sku, stream -> foldUntil(sku, stream, served, until));
    }

    private StreamState foldUntil(
            String sku, String stream, @Nullable VersionedDocument<SkuState> served, Instant until) {
        return fold(
                checkpoints().last(sku, stream, eventsOf(served, stream), until),
                event -> !event.at().isAfter(until));
    }

    /**
     * How the units changed from one instant to another.
     *
     * @param from null for the first event
     * @param until null for the newest event
     * @param location whose units; null for those of all
     * @param maxPoints at least 1, without that of the begin
     * @return null when the product was not in the catalog at the end
     */
    public @Nullable StockTimeSeries timeSeries(
            String sku, @Nullable Instant from, @Nullable Instant until, @Nullable String location, int maxPoints) {
        Instant end = until == null ? Instant.MAX : until;
        Sku id = new Sku(sku);
        return events.query(() -> {
            VersionedDocument<SkuState> served = documents.find(sku);
            if (foldUntil(sku, id.productStream(), served, end).state().catalog() == null) {
                return null;
            }
            return new TimeSeriesReader(checkpoints(), events, sku, id.stockStream(), location, maxPoints)
                    .read(eventsOf(served, id.stockStream()), from, end);
        });
    }

    /**
     * The state after a prefix of each stream.
     *
     * @param versions sequence number of the last event, by stream; a stream without one has no events
     */
    public SkuState at(String sku, Map<String, Long> versions) {
        return joined(sku, stream -> {
                    long last = versions.getOrDefault(stream, -1L);
                    return fold(checkpoints().last(sku, stream, last + 1), event -> event.sequence() <= last);
                })
                .document()
                .view();
    }

    private Checkpoints checkpoints() {
        return new Checkpoints(documents.sideCollection(Checkpoints.NAME), events);
    }

    /** Of the served document: later checkpoints cannot exist. */
    private static long eventsOf(@Nullable VersionedDocument<SkuState> served, String stream) {
        return served == null ? 0 : served.versionOf(stream) + 1;
    }

    private StreamState fold(StreamState checkpoint, Predicate<ProjectedEvent> isIncluded) {
        StreamState.Fold fold = new StreamState.Fold(checkpoint);
        events.read(SkuProjection.NAME, checkpoint.stream(), checkpoint.events(), isIncluded, (event, hasEffect) -> {
            fold.add(event, hasEffect);
            return true;
        });
        return fold.result();
    }

    /** Folds one stream. */
    private interface StreamFold {
        StreamState of(String stream);
    }

    private static Explained joined(String sku, StreamFold fold) {
        Sku id = new Sku(sku);
        StreamState product = fold.of(id.productStream());
        StreamState stock = fold.of(id.stockStream());
        Map<String, Long> versions = new HashMap<>();
        for (StreamState state : new StreamState[] {product, stock}) {
            if (state.version() >= 0) {
                versions.put(state.stream(), state.version());
            }
        }
        return new Explained(
                new VersionedDocument<>(sku, 0, versions, SkuState.joined(product.state(), stock.state())),
                stock.origins());
    }
}
