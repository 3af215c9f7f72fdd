package stockledger.command.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stockledger.command.JobClient;
import stockledger.command.RunningCommandSide.Stored;
import tools.jackson.databind.JsonNode;

/** With {@code Prefer: respond-async} a job stores the answer that its caller would have got: two shops are compared. */
class AsynchronousAnswersEqualSynchronousOnesTest {

    private static CommandHarness synchronous;
    private static CommandHarness asynchronous;

    @BeforeAll
    static void open() {
        synchronous = new CommandHarness();
        asynchronous = new CommandHarness();
    }

    @AfterAll
    static void close() {
        synchronous.close();
        asynchronous.close();
    }

    /** Ids are equal too, since they derive from the idempotency key. The second time most commands are refused. */
    @Test
    void everyCommandTwice() {
        for (int time = 1; time <= 2; time++) {
            for (CommandExample command : CommandExample.ALL) {
                if (!command.route().equals(EveryCommandIsDescribedTest.CANCEL_JOB)) {
                    compare(command, time);
                }
            }
        }
    }

    private static void compare(CommandExample command, int time) {
        String body = time == 1 ? EveryCommandIsDescribedTest.bodyOfToday(command) : command.body();
        String key = "Idempotency-Key: " + time + "-" + CommandExample.ALL.indexOf(command);

        RawHttp.Reply reply = send(synchronous, command, body, key);
        Stored answer = answerTo(send(asynchronous, command, body, key, "Prefer: respond-async"));

        JsonNode headers = answer.payload().path("headers");
        Map<String, String> stored = new TreeMap<>();
        headers.propertyNames()
                .forEach(name -> stored.put(name, headers.path(name).asString()));
        assertThat(outcome(
                        answer.payload().path("status").asInt(),
                        stored,
                        answer.payload().path("body").asString()))
                .as("%s, time %s", command.endpoint(), time)
                .isEqualTo(outcome(reply.status(), reply.headers(), reply.body()));
    }

    private static RawHttp.Reply send(CommandHarness harness, CommandExample command, String body, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = "Content-Type: " + command.type();
        return harness.http().send(command.method(), command.path(), CommandHarness.utf8(body), all);
    }

    private static Stored answerTo(RawHttp.Reply accepted) {
        assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
        String job = CommandExample.JSON.readTree(accepted.body()).path("id").asString();
        return new JobClient(asynchronous.commandSide())
                .awaitEnd(job).events().stream()
                        .filter(event -> event.type().equals("bulk.RequestAnswered"))
                        .findFirst()
                        .orElseThrow();
    }

    /** An answer without the times, tokens and traces that differ. */
    private static String outcome(int status, Map<String, String> headers, String body) {
        return status
                + " location=" + headers.get("location")
                + " etag=" + headers.get("etag")
                + " content-type=" + headers.get("content-type")
                + " replayed=" + headers.get("idempotent-replayed")
                + " token=" + headers.containsKey("consistency-token")
                + " "
                + body.replaceAll("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z", "TIME")
                        .replaceAll("\"traceId\":\"[0-9a-f]{32}\"", "TRACE");
    }
}
