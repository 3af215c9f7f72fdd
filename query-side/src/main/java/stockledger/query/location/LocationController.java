package stockledger.query.location;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import stockledger.events.ConsistencyToken;
import stockledger.events.LocationId;
import stockledger.query.consistency.ConsistencyTokenWaiter;
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
    private static final int NO_LIMIT = 0;

    private final ServedDocuments<LocationView> documents;
    private final ConsistencyTokenWaiter waiter;

    LocationController(LocationProjector projector, ReadModels models, ConsistencyTokenWaiter waiter) {
        this.documents = models.of(projector);
        this.waiter = waiter;
    }

    record LocationsAnswer(List<LocationView> items) {}

    @ApiContract(summary = "All locations.")
    @GetMapping
    LocationsAnswer all(ConsistencyToken token, Parameters parameters) {
        parameters.only();
        return new LocationsAnswer(waiter
                .read(
                        token,
                        LocationProjector.NAME,
                        ConsistencyTokenWaiter.ANY,
                        this::findAll,
                        locations -> haveSeen(locations, token))
                .stream()
                .map(VersionedDocument::view)
                .toList());
    }

    @ApiContract(summary = "A location.", problems = "404 location-not-found")
    @GetMapping("/{id}")
    LocationView one(@PathVariable LocationId id, ConsistencyToken token, Parameters parameters) {
        parameters.only();
        VersionedDocument<LocationView> found = waiter.read(
                token,
                LocationProjector.NAME,
                List.of(id.value()),
                () -> documents.findInReplica(id.value()),
                () -> documents.find(id.value()),
                document -> VersionedDocument.hasSeen(document, token, id.stream()));
        if (found == null) {
            throw QueryProblemException.notFound("location-not-found", "There is no such location.");
        }
        return found.view();
    }

    /** Locations are few, so they are not paged. */
    private List<VersionedDocument<LocationView>> findAll() {
        return documents.page(Filters.empty(), Sorts.ascending("_id"), NO_LIMIT);
    }

    private static boolean haveSeen(List<VersionedDocument<LocationView>> locations, ConsistencyToken token) {
        Map<String, VersionedDocument<LocationView>> byStream = locations.stream()
                .collect(Collectors.toMap(location -> STREAM_PREFIX + location.key(), found -> found));
        return token.versions().keySet().stream()
                .filter(stream -> stream.startsWith(STREAM_PREFIX))
                .allMatch(stream -> VersionedDocument.hasSeen(byStream.get(stream), token, stream));
    }
}
