package stockledger.command.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import stockledger.command.JobClient;
import stockledger.command.RunningCommandSide;
import stockledger.command.RunningCommandSide.Answer;
import stockledger.command.RunningCommandSide.Stored;
import stockledger.command.dispatch.Commands;
import stockledger.command.dispatch.RequestContext;
import stockledger.command.job.JobCommand.ClaimPart;
import stockledger.events.JobId;

/** Every row is applied once, whichever instance accepts a job, executes it, or crashes meanwhile. */
@Execution(ExecutionMode.CONCURRENT)
class InstancesShareAJobTest {

    private static final int SKUS = 40;

    /** More than an aggregate remembers. */
    private static final int MANY_JOBS = 53;

    /** So many rows that the second instance takes part long before the first has executed them. */
    private static final int LARGE_JOB = 20_000;

    private static final String[] NO_WORKERS = {
        "--stockledger.bulk.row-workers=0", "--stockledger.bulk.lease=2s", "--stockledger.bulk.chunk-rows=25"
    };
    private static final String[] WORKERS = {
        "--stockledger.bulk.lease=2s", "--stockledger.bulk.chunk-rows=25", "--stockledger.dispatch.retry-timeout=30s"
    };

    private static String[] skus() {
        return IntStream.range(0, SKUS).mapToObj(i -> "S-" + i).toArray(String[]::new);
    }

    /** Every row has a unique quantity. */
    private static String receipts(int count) {
        StringBuilder csv = new StringBuilder("sku,locationId,quantity\n");
        IntStream.rangeClosed(1, count)
                .forEach(i -> csv.append("S-")
                        .append(i % SKUS)
                        .append(",MAIN,")
                        .append(i)
                        .append('\n'));
        return csv.toString();
    }

    private static void everyRowOnceAndInOrder(JobClient jobs, int count) {
        TreeMap<Integer, List<Long>> received = new TreeMap<>();
        IntStream.range(0, SKUS).forEach(sku -> received.put(sku, jobs.received("S-" + sku)));
        TreeMap<Integer, List<Long>> expected = new TreeMap<>();
        IntStream.range(0, SKUS)
                .forEach(sku -> expected.put(
                        sku,
                        IntStream.rangeClosed(1, count)
                                .filter(i -> i % SKUS == sku)
                                .mapToLong(i -> i)
                                .boxed()
                                .toList()));
        assertThat(received).isEqualTo(expected);
    }

    @Test
    void anInstanceShutsDownWhileTwoExecuteAJob() {
        try (RunningCommandSide commandSide = new RunningCommandSide(2, WORKERS)) {
            commandSide.stocked("MAIN", 0, skus());
            JobClient jobs = new JobClient(commandSide);
            String job = jobs.sendAccepted("/v1/bulk/receipts", JobClient.CSV, receipts(LARGE_JOB));
            Awaitility.await().until(() -> instances(commandSide, job).size() == 2);
            commandSide.instance(1).close();
            JobClient.EndedJob ended = jobs.awaitEnd(job);
            assertThat(ended.types()).endsWith("bulk.JobFinished");
            assertThat(ended.done()).isEqualTo(LARGE_JOB);
            everyRowOnceAndInOrder(jobs, LARGE_JOB);
        }
    }

    /** The instances that reported chunks; a worker's name begins with its instance's. */
    private static Set<String> instances(RunningCommandSide commandSide, String job) {
        return commandSide.stream("job:" + job).stream()
                .filter(event -> event.type().equals("bulk.ChunkWorked"))
                .map(event -> event.payload().path("worker").asString().substring(0, 36))
                .collect(Collectors.toSet());
    }

    @Test
    void anotherWorkerFinishesTheChunkOfAStoppedOne() {
        try (RunningCommandSide commandSide = new RunningCommandSide(1, NO_WORKERS)) {
            commandSide.stocked("MAIN", 0, skus());
            JobClient jobs = new JobClient(commandSide);
            String job = jobs.sendAccepted("/v1/bulk/receipts", JobClient.CSV, receipts(600));
            executeAndCrash(commandSide, new JobId(job));
            long begun = IntStream.range(0, SKUS)
                    .map(sku -> jobs.received("S-" + sku).size())
                    .sum();
            assertThat(begun).isPositive();

            commandSide.start(WORKERS);
            JobClient.EndedJob ended = jobs.awaitEnd(job);

            assertThat(ended.done()).isEqualTo(600);
            assertThat(ended.failures()).isEmpty();
            everyRowOnceAndInOrder(jobs, 600);
        }
    }

    /** The state after a crash: a partition is leased, a chunk is applied, and nothing is reported. */
    private static void executeAndCrash(RunningCommandSide commandSide, JobId job) {
        Commands commands = commandSide.instance(0).getBean(Commands.class);
        WorkAssignment assigned = commands.<WorkAssignment>send(
                        new ClaimPart(job, "dead", Instant.now(), Instant.now().plusSeconds(1)))
                .answer();
        new RequestContext("stockledger", job.value())
                .during(() -> commandSide
                        .instance(0)
                        .getBean(ChunkProcessor.class)
                        .execute(job, assigned.work(), null, Instant.now().plusSeconds(60)));
    }

    /** The aggregate remembers the rows of fewer jobs than may be open. */
    @Test
    void aRowOfACrashedWorkerIsAppliedOnceAlthoughManyJobsFollowed() {
        try (RunningCommandSide commandSide = new RunningCommandSide(1, NO_WORKERS)) {
            commandSide.stocked("MAIN", 0, "HOT");
            JobClient jobs = new JobClient(commandSide);
            String csv = "sku,locationId,quantity\nHOT,MAIN,%d\nHOT,MAIN,%d\n";
            List<String> accepted = new ArrayList<>();
            for (int job = 1; job <= MANY_JOBS; job++) {
                accepted.add(jobs.sendAccepted("/v1/bulk/receipts", JobClient.CSV, csv.formatted(job, 1_000 + job)));
                executeAndCrash(commandSide, new JobId(accepted.get(job - 1)));
            }
            List<Long> applied = jobs.received("HOT");
            assertThat(applied).hasSize(2 * MANY_JOBS).doesNotHaveDuplicates();

            commandSide.start(WORKERS);
            accepted.forEach(jobs::awaitEnd);

            assertThat(jobs.received("HOT")).isEqualTo(applied);
        }
    }

    /** Two jobs of many chunks were accepted before one of a single row, and one worker executes them. */
    @Test
    void aSmallJobDoesNotWaitForLargeOnes() {
        try (RunningCommandSide commandSide = new RunningCommandSide(1, NO_WORKERS)) {
            commandSide.stocked("MAIN", 0, skus());
            JobClient jobs = new JobClient(commandSide);
            List<String> large = List.of(
                    jobs.sendAccepted("/v1/bulk/receipts", JobClient.CSV, receipts(1_000)),
                    jobs.sendAccepted("/v1/bulk/receipts?dryRun=true", JobClient.CSV, receipts(1_000)));
            String small = jobs.sendAccepted(
                    "/v1/bulk/adjustments", JobClient.CSV, "sku,locationId,delta,reason\nS-1,MAIN,1,found\n");
            OpenJobCollection open = commandSide.instance(0).getBean(OpenJobCollection.class);
            Awaitility.await().until(() -> open.oldest(10).size() == 3);

            commandSide.start("--stockledger.bulk.row-workers=1", "--stockledger.bulk.lease=60s");
            jobs.awaitEnd(small);
            large.forEach(jobs::awaitEnd);

            for (String job : large) {
                long chunksBefore = commandSide
                        .read(
                                "SELECT count(*) FROM DomainEventEntry WHERE aggregateIdentifier = 'job:" + job
                                        + "' AND payloadType = 'bulk.ChunkWorked' AND globalIndex < (SELECT globalIndex"
                                        + " FROM DomainEventEntry WHERE aggregateIdentifier = 'job:" + small
                                        + "' AND payloadType = 'bulk.JobFinished')",
                                row -> row.getLong(1))
                        .get(0);
                assertThat(chunksBefore)
                        .as("chunks of a large job before the small one")
                        .isLessThanOrEqualTo(2);
            }
            everyRowOnceAndInOrder(jobs, 1_000);
        }
    }

    @Test
    void aRowThatWasRefusedBeforeTheCrashIsDecidedAgain() {
        try (RunningCommandSide commandSide = new RunningCommandSide(1, NO_WORKERS)) {
            commandSide.stocked("MAIN", 0, "ONE");
            JobClient jobs = new JobClient(commandSide);
            String csv = "sku,locationId,delta,reason\nONE,MAIN,-1,damaged\nONE,MAIN,2,found\nONE,MAIN,-3,damaged\n";
            String job = jobs.sendAccepted("/v1/bulk/adjustments", JobClient.CSV, csv);
            executeAndCrash(commandSide, new JobId(job));
            assertThat(commandSide.stream("stock:ONE")).hasSize(1);
            commandSide.post("/v1/inventory/ONE/receipts", "{\"locationId\":\"MAIN\",\"quantity\":1}");

            commandSide.start(WORKERS);
            JobClient.EndedJob ended = jobs.awaitEnd(job);

            assertThat(commandSide.stream("stock:ONE").stream()
                            .map(event -> event.payload().path("delta").asLong(0)))
                    .as("refused rows are decided again on the current stock; applied rows are not")
                    .containsExactly(2L, 0L, -1L);
            assertThat(ended.failures()).containsOnlyKeys(4);
        }
    }

    @Test
    void aFullQueueRefusesJobs() {
        try (RunningCommandSide commandSide = new RunningCommandSide(
                1,
                "--stockledger.bulk.row-workers=0",
                "--stockledger.bulk.async-workers=0",
                "--stockledger.bulk.max-open-jobs=2")) {
            commandSide.stocked("MAIN", 0, "A");
            JobClient jobs = new JobClient(commandSide);
            String csv = "sku,locationId,quantity\nA,MAIN,1\n";
            Answer keyedRows = jobs.send("/v1/bulk/receipts", JobClient.CSV, csv, "Idempotency-Key", "rows");
            String first = JobClient.idOf(keyedRows);
            Answer keyed = sendAsync(commandSide, "Idempotency-Key", "queued");
            assertThat(keyed.status()).isEqualTo(202);
            List<Answer> full = List.of(jobs.send("/v1/bulk/receipts", JobClient.CSV, csv), sendAsync(commandSide));
            for (Answer answer : full) {
                assertThat(answer.status()).isEqualTo(429);
                assertThat(answer.code()).isEqualTo("queue-full");
                assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            }
            Answer repeated = sendAsync(commandSide, "Idempotency-Key", "queued");
            assertThat(repeated.status()).isEqualTo(202);
            assertThat(repeated.body()).isEqualTo(keyed.body());
            Answer repeatedRows = jobs.send("/v1/bulk/receipts", JobClient.CSV, csv, "Idempotency-Key", "rows");
            assertThat(repeatedRows.status()).isEqualTo(202);
            assertThat(repeatedRows.body()).isEqualTo(keyedRows.body());

            assertThat(commandSide.post("/v1/jobs/" + first + "/cancel", "{}").status())
                    .isEqualTo(200);
            assertThat(commandSide
                            .post("/v1/jobs/" + first + "/cancel", "{}")
                            .body()
                            .path("status")
                            .asString())
                    .isEqualTo("cancelled");
            Awaitility.await()
                    .until(() ->
                            jobs.send("/v1/bulk/receipts", JobClient.CSV, csv).status() == 202);
            List<Stored> events = commandSide.stream("job:" + first);
            assertThat(events).extracting(Stored::type).containsExactly("bulk.JobAccepted", "bulk.JobCancelled");
        }
    }

    private static Answer sendAsync(RunningCommandSide commandSide, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Prefer";
        all[headers.length + 1] = "respond-async";
        return commandSide.send(0, "POST", "/v1/products/A/discontinue", "application/json", "{}", all);
    }
}
