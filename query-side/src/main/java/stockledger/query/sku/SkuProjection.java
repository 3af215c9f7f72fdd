package stockledger.query.sku;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import stockledger.events.Sku;
import stockledger.events.catalog.ProductEvent;
import stockledger.events.stock.StockEvent;
import stockledger.query.cache.CacheGeneration;
import stockledger.query.cache.CacheGenerationStore;
import stockledger.query.cache.CachedResponse;
import stockledger.query.cache.TieredCache;
import stockledger.query.listindex.ProductListIndex;
import stockledger.query.projection.Epoch;
import stockledger.query.projection.History;
import stockledger.query.projection.ProjectedEvent;
import stockledger.query.projection.Projection;
import stockledger.query.projection.ReadModels;
import stockledger.query.projection.VersionedDocument;
import stockledger.query.shadow.ServedDatabase;

/** The one projection of SKUs: stores their states, and renders from them everything that is cached. */
@Component
public final class SkuProjection implements Projection<SkuState> {

    public static final String NAME = "sku";

    private static final String LISTS = "lists";

    private final ReadModels models;
    private final History events;
    private final CacheGenerationStore generations;
    private final TieredCache cache;
    private final ProductListIndex index;
    private final List<SkuResponse> responses;
    private final SkuListEntry listEntry;
    private final UnconfirmedWrites unconfirmed;
    private final boolean isShadow;

    SkuProjection(
            ReadModels models,
            History events,
            CacheGenerationStore generations,
            TieredCache cache,
            ProductListIndex index,
            List<SkuResponse> responses,
            SkuListEntry listEntry,
            ServedDatabase served) {
        this.isShadow = served.isShadow();
        this.models = models;
        this.events = events;
        this.generations = generations;
        this.cache = cache;
        this.index = index;
        this.responses = responses;
        this.listEntry = listEntry;
        this.unconfirmed = new UnconfirmedWrites(generations, this::writeAgain);
        generations.onChange(unconfirmed::confirm);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<SkuState> type() {
        return SkuState.class;
    }

    @Override
    public Set<Class<?>> families() {
        return Set.of(ProductEvent.class, StockEvent.class);
    }

    @Override
    public String keyOf(Object payload) {
        return payload instanceof ProductEvent product
                ? product.sku().value()
                : ((StockEvent) payload).sku().value();
    }

    @Override
    public List<String> streamsOf(String key) {
        Sku sku = new Sku(key);
        return List.of(sku.productStream(), sku.stockStream());
    }

    @Override
    public SkuState empty(String key) {
        return SkuState.empty(key);
    }

    @Override
    public SkuState on(SkuState state, ProjectedEvent event) {
        return state.on(event);
    }

    @Override
    public SkuState after(SkuState state, List<ProjectedEvent> events) {
        return state.after(events);
    }

    @Override
    public Map<String, @Nullable Object> members(SkuState state) {
        return state.members();
    }

    /** What no query filters by. */
    @Override
    public Set<String> textMembers() {
        return Set.of("stock", "inbound", "tail");
    }

    @Override
    public List<Bson> indexes() {
        return SkuIndexes.all();
    }

    @Override
    public List<String> sideCollections() {
        return List.of(Ledger.NAME, Checkpoints.NAME);
    }

    @Override
    public int sideDocuments(SkuState state) {
        return state.newParts().size() + state.dueCheckpoints().size();
    }

    @Override
    public void writeSideCollections(Epoch epoch, List<VersionedDocument<SkuState>> changed) {
        new Ledger(models.sideCollection(epoch, Ledger.NAME)).write(changed);
        new Checkpoints(models.sideCollection(epoch, Checkpoints.NAME), events).write(changed);
    }

    @Override
    public void onWritten(Epoch epoch, List<VersionedDocument<SkuState>> documents) {
        if (isShadow) {
            return;
        }
        CacheGeneration polled = generations.current();
        if (polled == null) {
            write(generations.read(), epoch, documents);
        } else if (write(polled, epoch, documents)) {
            unconfirmed.add(
                    polled,
                    epoch,
                    documents.stream().map(VersionedDocument::key).toList());
        }
    }

    @Override
    public void beforeToken() {
        unconfirmed.confirm();
    }

    private void writeAgain(CacheGeneration known, Epoch epoch, List<String> keys) {
        write(known, epoch, List.copyOf(models.of(this).find(epoch, keys).values()));
    }

    /**
     * Writes all that is rendered from these documents to Redis, in one round trip.
     *
     * @return false when Redis has none of it, and the generation says so
     */
    private boolean write(CacheGeneration known, Epoch epoch, List<VersionedDocument<SkuState>> documents) {
        Map<String, Map<String, CachedResponse>> rendered = new LinkedHashMap<>();
        responses.forEach(response -> rendered.put(response.region(epoch), response.render(documents)));
        BooleanSupplier sentResponses = cache.put(known, rendered);
        BooleanSupplier sentEntries = index.put(
                known,
                listRegion(epoch),
                documents.stream().map(listEntry::render).toList());
        boolean responsesWritten = sentResponses.getAsBoolean();
        return sentEntries.getAsBoolean() || responsesWritten;
    }

    /** The region of an epoch's lists. */
    public static String listRegion(Epoch epoch) {
        return region(LISTS, epoch);
    }

    /** The part before the first colon is the projection's name, under which invalidations wake waiting queries. */
    static String region(String kind, Epoch epoch) {
        return NAME + ":" + kind + ":" + epoch.number();
    }
}
