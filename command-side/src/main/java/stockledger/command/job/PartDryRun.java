package stockledger.command.job;

import org.jspecify.annotations.Nullable;
import stockledger.command.dispatch.DryRun;
import stockledger.events.JobId;

/**
 * The dry run of one partition of a job, which executes its chunks in their order.
 *
 * @param next number of the chunk that is decided next
 */
record PartDryRun(JobId job, int part, int next, DryRun effects) {

    /** The dry run that a chunk belongs to: a new one when this worker has not decided the chunks before. */
    static PartDryRun of(@Nullable PartDryRun before, JobId job, WorkAssignment.Work work) {
        if (before != null && before.job.equals(job) && before.part == work.part() && before.next <= work.number()) {
            return before;
        }
        return new PartDryRun(job, work.part(), 0, new DryRun());
    }

    PartDryRun after(int chunk) {
        return new PartDryRun(job, part, chunk + 1, effects);
    }
}
