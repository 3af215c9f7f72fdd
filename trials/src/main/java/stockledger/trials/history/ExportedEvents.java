package stockledger.trials.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import stockledger.trials.client.Backoff;
import stockledger.trials.client.Credential;
import stockledger.trials.client.SetupFailed;

/** All events of the service, by stream, as its export gives them. */
record ExportedEvents(Map<String, List<Event>> streams) {

    private static final String ADDRESS = "/v1/admin/events?order=asc";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;

    record Event(long sequence, String id, String type, Instant time, JsonNode payload) {

        static Event of(JsonNode line) {
            return new Event(
                    line.path("sequence").asLong(),
                    line.path("eventId").asText(),
                    line.path("type").asText(),
                    Instant.parse(line.path("time").asText()),
                    line.path("payload"));
        }
    }

    static ExportedEvents read(URI url) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(url.toString().replaceAll("/+$", "") + ADDRESS))
                .header("Accept", "application/x-ndjson");
        String key = Credential.key();
        if (key != null) {
            request.header(Credential.HEADER, key);
        }
        Map<String, List<Event>> streams = new TreeMap<>();
        try {
            HttpResponse<Stream<String>> answer =
                    HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofLines());
            if (answer.statusCode() != OK) {
                throw new SetupFailed("the events cannot be exported: HTTP " + answer.statusCode());
            }
            for (String line : (Iterable<String>) answer.body()::iterator) {
                JsonNode event = JSON.readTree(line);
                streams.computeIfAbsent(event.path("stream").asText(), absent -> new ArrayList<>())
                        .add(Event.of(event));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Backoff.Cancelled();
        }
        streams.values().forEach(events -> events.sort(Comparator.comparingLong(Event::sequence)));
        return new ExportedEvents(streams);
    }

    List<Event> of(String stream) {
        return streams.getOrDefault(stream, List.of());
    }

    /** The names after the prefix of the streams that have it. */
    List<String> names(String prefix) {
        return streams.keySet().stream()
                .filter(stream -> stream.startsWith(prefix))
                .map(stream -> stream.substring(prefix.length()))
                .toList();
    }

    /** The events before the first one that happened later. */
    static List<Event> until(List<Event> events, Instant asOf) {
        int end = 0;
        while (end < events.size() && !events.get(end).time().isAfter(asOf)) {
            end++;
        }
        return events.subList(0, end);
    }
}
