package stockledger.query.location;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import stockledger.events.ConsistencyToken;
import stockledger.events.LocationId;
import stockledger.query.consistency.ConsistencyTokenWaiter;
import stockledger.query.http.Cursor;
import stockledger.query.http.Parameters;
import stockledger.query.http.QueryProblemException;
import stockledger.query.projection.ReadModels;
import stockledger.query.projection.ServedDocuments;
import stockledger.query.projection.VersionedDocument;
import stockledger.web.ApiContract;

@RestController
@RequestMapping(path = "/v1/locations", produces = MediaType.APPLICATION_JSON_VALUE)
class LocationController {

    private static final String STREAM_PREFIX = "location:";
    private static final String LIST = "locations";
    private static final String FIRST_KEY = "";
    private static final String ID = "_id";

    private final ServedDocuments<LocationView> documents;
    private final ConsistencyTokenWaiter waiter;

    LocationController(LocationProjector projector, ReadModels models, ConsistencyTokenWaiter waiter) {
        this.documents = models.of(projector);
        this.waiter = waiter;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LocationsAnswer(
            List<LocationView> items, @Nullable String nextCursor) {}

    @ApiContract(
            id = "listLocations",
            summary = "All locations, ordered by id.",
            parameters = {"limit", "cursor"})
    @GetMapping
    LocationsAnswer all(ConsistencyToken token, Parameters parameters) {
        parameters.only("limit", "cursor");
        int limit = parameters.limit(Parameters.MAX_ITEMS);
        String cursor = parameters.text("cursor");
        String last = cursor == null ? FIRST_KEY : Cursor.read(LIST, 1, cursor).get(0);
        waiter.await(token, LocationProjector.NAME, documents, STREAM_PREFIX);
        List<LocationView> found = documents.page(Filters.gt(ID, last), Sorts.ascending(ID), limit + 1).stream()
                .map(VersionedDocument::view)
                .toList();
        boolean more = found.size() > limit;
        List<LocationView> page = more ? found.subList(0, limit) : found;
        return new LocationsAnswer(
                page, more ? Cursor.of(LIST, page.get(limit - 1).id()) : null);
    }

    @ApiContract(id = "getLocation", summary = "A location.", problems = "404 location-not-found")
    @GetMapping("/{id}")
    LocationView one(@PathVariable LocationId id, ConsistencyToken token, Parameters parameters) {
        parameters.only();
        VersionedDocument<LocationView> found =
                waiter.readOne(token, LocationProjector.NAME, documents, id.value(), id.stream());
        if (found == null) {
            waiter.requireNotDegraded(LocationProjector.NAME, id.value());
            throw QueryProblemException.notFound("location-not-found", "There is no such location.");
        }
        return found.view();
    }
}
