package stockledger.command.async;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import stockledger.command.dispatch.DatedCommand;
import stockledger.command.dispatch.IdempotencyKey;
import stockledger.command.dispatch.RequestContext;
import stockledger.command.http.CommandResponder;
import stockledger.command.http.HttpCommand;
import stockledger.command.http.StoredRequests;
import stockledger.command.job.AsyncCommandExecutor;
import stockledger.events.Provenance;
import stockledger.events.bulk.JobEvent.RequestAccepted;
import stockledger.events.bulk.StoredCommand;
import tools.jackson.databind.json.JsonMapper;

/** Executes stored commands as their controllers do, under the idempotency key of their request or of their job. */
final class StoredCommandExecutor implements AsyncCommandExecutor {

    private final Map<String, HttpCommand<?, ?>> byName = new HashMap<>();
    private final StoredRequests requests;
    private final JsonMapper json;

    StoredCommandExecutor(List<HttpCommand.Source> sources, StoredRequests requests, JsonMapper json) {
        sources.forEach(source ->
                source.commands().forEach(command -> byName.put(HttpCommand.nameOf(command.type()), command)));
        this.requests = requests;
        this.json = json;
    }

    @Override
    public Answer execute(RequestAccepted accepted, MetaData metaData) {
        try (RequestContext.Scope scope = RequestContext.withKey(key(accepted, metaData))) {
            return stored(CommandResponder.answer(() -> executeOnce(accepted)));
        }
    }

    /** Without a key of the caller the job's stream is the key, so that the execution may be repeated. */
    private static IdempotencyKey key(RequestAccepted accepted, MetaData metaData) {
        if (metaData.get(Provenance.IDEMPOTENCY_KEY) instanceof String key
                && metaData.get(Provenance.FINGERPRINT) instanceof String fingerprint) {
            return IdempotencyKey.ofJob(key, fingerprint);
        }
        String stream = accepted.id().stream();
        return IdempotencyKey.ofJob(
                stream,
                accepted.body() == null
                        ? stream
                        : StoredRequests.fingerprint(accepted.method(), accepted.path(), accepted.body()));
    }

    private ResponseEntity<?> executeOnce(RequestAccepted accepted) {
        StoredCommand command = accepted.command();
        if (command == null) {
            return requests.execute(
                    accepted.method(),
                    accepted.path(),
                    accepted.headers() == null ? Map.of() : accepted.headers(),
                    String.valueOf(accepted.body()));
        }
        HttpCommand<?, ?> known = byName.get(command.type());
        if (known == null) {
            throw new IllegalArgumentException("Unknown command " + command.type());
        }
        return known.execute(
                DatedCommand.dated(json.readValue(command.json(), known.type())), command.expectedVersion());
    }

    private Answer stored(ResponseEntity<?> answer) {
        Map<String, String> headers = new TreeMap<>();
        answer.getHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
        headers.putIfAbsent(HttpHeaders.CONTENT_TYPE.toLowerCase(Locale.ROOT), MediaType.APPLICATION_JSON_VALUE);
        @Nullable Object body = answer.getBody();
        return new Answer(answer.getStatusCode().value(), headers, json.writeValueAsString(body));
    }
}
