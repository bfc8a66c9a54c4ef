package io.signalbox.snmp;

import java.time.Instant;

import io.signalbox.snmp.DeviceState.Job;

/** Where does a job stand, when its counter says this? A counter that grew and came to rest is a job that is done. */
final class JobWatch {
    private JobWatch() {
    }

    /**
     * @param says
     *            what is to be told, or null
     * @param growth
     *            by how much the counter grew during the job
     */
    record Step(Job job, Profile.Rule says, long growth) {
        static Step quiet(Job job) {
            return new Step(job, null, 0);
        }
    }

    static Step step(Profile.JobRule rule, Job job, long now, boolean begins, boolean goesOn, Instant time) {
        if (job == null || now < job.last()) {
            // A counter that starts again (a new part, a reset) says nothing of jobs.
            return Step.quiet(new Job(now, now, false, false, time));
        }
        if (now > job.last()) {
            return Step.quiet(new Job(job.base(), now, true, false, time));
        }
        if (!job.underway()) {
            return Step.quiet(begins ? new Job(now, now, true, false, time) : job);
        }
        if (!begins && !goesOn) {
            Job rested = new Job(now, now, false, false, time);
            return now > job.base() ? new Step(rested, rule.completed(), now - job.base()) : Step.quiet(rested);
        }
        if (!job.failed() && !time.isBefore(job.since().plus(rule.stuckAfter()))) {
            return new Step(new Job(now, now, true, true, time), rule.failed(), now - job.base());
        }
        return Step.quiet(job);
    }
}
