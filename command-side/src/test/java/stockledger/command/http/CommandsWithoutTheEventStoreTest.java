package stockledger.command.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import stockledger.command.JobClient;
import stockledger.command.RunningCommandSide;
import stockledger.command.RunningCommandSide.Answer;

/** While the event store is unavailable every command is answered 503 and has no effect; 507 while its disk is almost full. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CommandsWithoutTheEventStoreTest {

    private static final String RECEIPTS = "/v1/inventory/MUG-1/receipts";
    private static final String RECEIPT = "{\"locationId\":\"MAIN\",\"quantity\":7}";
    private static RunningCommandSide commandSide;

    @BeforeAll
    static void open() {
        commandSide = RunningCommandSide.withOwnPostgres(
                1,
                "--stockledger.event-store.jdbc.connection-timeout=250ms",
                "--stockledger.event-store.jdbc.statement-timeout=1s",
                "--stockledger.dispatch.command-deadline=5s",
                "--stockledger.limits.commands=8");
        commandSide.stocked("MAIN", 10, "MUG-1");
        for (String cart : new String[] {"cart-1", "cart-2"}) {
            commandSide.post(
                    "/v1/reservations",
                    "{\"id\":\"%s\",\"lines\":[{\"sku\":\"MUG-1\",\"quantity\":1}]}".formatted(cart));
        }
    }

    @AfterAll
    static void close() {
        commandSide.close();
    }

    /** Last, since it stops the store. */
    @Test
    @Order(2)
    void commandsAreRefusedUntilTheStoreReturnsAndAgainWhenItIsLost() {
        long before = commandSide.events();
        commandSide.allowConnections(false);
        CommandExample.ALL.forEach(CommandsWithoutTheEventStoreTest::isUnavailable);
        commandSide.allowConnections(true);

        await().ignoreExceptions()
                .until(() -> commandSide.post(RECEIPTS, RECEIPT).status() == 201);
        assertThat(commandSide.events()).as("refused commands have no effect").isEqualTo(before + 1);
        Answer next = commandSide.post(RECEIPTS, RECEIPT);
        assertThat(next.body().path("onHand").asLong()).isEqualTo(10 + 7 + 7);
        assertThat(next.body().path("version").asLong()).isEqualTo(4);

        commandSide.stopPostgres();
        isUnavailable(CommandExample.ALL.get(0));
    }

    /** A server that stands still keeps its connections open and answers nothing. */
    @Test
    @Order(1)
    void commandsAreRefusedInTimeWhileTheStoreStandsStillAndHaveOneEffectWhenRepeated() throws Exception {
        commandSide.stocked("FROZEN", 10, "CUP-1", "CUP-2");
        int callers = 24;
        ExecutorService threads = Executors.newFixedThreadPool(callers + 1);
        try {
            List<Future<Answer>> answers = new ArrayList<>();
            try (AutoCloseable frozen = commandSide.freezePostgres()) {
                for (int i = 0; i < callers; i++) {
                    int number = i;
                    answers.add(threads.submit(() -> receive(number)));
                }
                Future<Answer> looked = threads.submit(() -> commandSide.post(
                        "/v1/reservations", "{\"id\":\"unseen\",\"lines\":[{\"sku\":\"CUP-2\",\"quantity\":1}]}"));
                answers.add(looked);
                RawHttp http = new RawHttp(commandSide.port(0));
                assertThat(http.send("GET", "/actuator/health/liveness", new byte[0])
                                .status())
                        .isEqualTo(200);
                for (Future<Answer> answer : answers) {
                    Answer refused = answer.get(60, TimeUnit.SECONDS);
                    assertThat(refused.status()).as("%s", refused.body()).isEqualTo(503);
                    assertThat(refused.code()).isIn("unavailable", "busy", "overloaded");
                    assertThat(refused.headers().firstValue("Retry-After")).isPresent();
                }
            }
            for (int i = 0; i < callers; i++) {
                int number = i;
                await().ignoreExceptions().until(() -> receive(number).status() == 201);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(commandSide
                        .post("/v1/inventory/CUP-1/receipts", RECEIPT.replace("MAIN", "FROZEN"))
                        .body()
                        .path("onHand")
                        .asLong())
                .isEqualTo(10 + callers + 7);
        await().untilAsserted(() -> assertThat(commandSide
                        .instance(0)
                        .getBean(MeterRegistry.class)
                        .get("stockledger.requests.active")
                        .tag("kind", "command")
                        .gauge()
                        .value())
                .isZero());
    }

    private static Answer receive(int number) {
        return commandSide.send(
                0,
                "POST",
                "/v1/inventory/CUP-1/receipts",
                "application/json",
                "{\"locationId\":\"FROZEN\",\"quantity\":1}",
                "Idempotency-Key",
                "frozen-" + number);
    }

    @Test
    @Order(0)
    void withoutFreeSpaceCommandsAreRefusedUntilATenthMoreIsFree() {
        FreeSpace space = commandSide.instance(0).getBean(FreeSpace.class);
        long minFree = 512L << 20;
        long before = commandSide.events();
        try {
            space.measureWith(() -> minFree - 1);
            CommandExample.ALL.forEach(command -> isRefused(command, 507, "insufficient-storage"));
            Answer revoked = commandSide.post("/v1/api-keys/unknown/revoke", "{}");
            assertThat(revoked.code())
                    .as("a stolen API key can be revoked without free space")
                    .isEqualTo("api-key-not-found");
            // Not enough more.
            space.measureWith(() -> minFree + 1);
            isRefused(CommandExample.ALL.get(0), 507, "insufficient-storage");
            assertThat(commandSide.events())
                    .as("refused commands have no effect")
                    .isEqualTo(before);
            assertThat(new StorageHealth(space).health().getDetails()).containsEntry("commandsRefused", true);

            space.measureWith(() -> minFree + minFree / 10);
            assertThat(commandSide
                            .post("/v1/locations", "{\"id\":\"SPACE\",\"name\":\"Space\"}")
                            .status())
                    .isEqualTo(201);
        } finally {
            space.measureWith(null);
        }
    }

    @Test
    @Order(0)
    void jobsThatWereAcceptedPauseWithoutFreeSpaceAndGoOn() {
        FreeSpace space = commandSide.instance(0).getBean(FreeSpace.class);
        commandSide.stocked("FULL", 10, "BOWL-1");
        JobClient jobs = new JobClient(commandSide);
        AtomicInteger checks = new AtomicInteger();
        try {
            // Enough for the upload, and none from then on.
            space.measureWith(() -> {
                space.measureWith(() -> {
                    checks.incrementAndGet();
                    return 0;
                });
                return Long.MAX_VALUE;
            });
            String job = jobs.sendAccepted(
                    "/v1/bulk/receipts", JobClient.CSV, "sku,locationId,quantity\nBOWL-1,FULL,1\nBOWL-1,FULL,2\n");
            await().until(() -> checks.get() > 0);
            long paused = commandSide.events();
            int before = checks.get();
            await().until(() -> checks.get() > before);
            assertThat(commandSide.events()).isEqualTo(paused);

            space.measureWith(null);
            assertThat(jobs.awaitEnd(job).done()).isEqualTo(2);
        } finally {
            space.measureWith(null);
        }
    }

    private static void isRefused(CommandExample command, int status, String code) {
        RawHttp.Reply reply = new RawHttp(commandSide.port(0))
                .send(
                        command.method(),
                        command.path(),
                        CommandHarness.utf8(command.body()),
                        "Content-Type: " + command.type());
        assertThat(reply.status()).as(command.endpoint() + " " + reply.body()).isEqualTo(status);
        assertThat(CommandHarness.problem(reply).path("code").asString()).isEqualTo(code);
        assertThat(reply.header("retry-after")).matches("[1-9][0-9]*");
    }

    private static void isUnavailable(CommandExample command) {
        isRefused(command, 503, "unavailable");
    }
}
