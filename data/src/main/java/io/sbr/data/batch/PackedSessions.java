package io.sbr.data.batch;

/**
 * Sessions as nodes and clicks, one session after another: B sessions, n nodes, c clicks in all.
 *
 * @param nodeItems {@code [n]} item of each node, in the order the model declares within a session;
 *     0 for a padding node
 * @param nodeOffsets {@code [B + 1]} where each session's nodes begin
 * @param nodeSession {@code [n]} session of each node
 * @param lastNode {@code [B]} node of each session's last click
 * @param nodeClicks {@code [n]} how many clicks of the session each node stands for; 0 for padding
 * @param clickOffsets {@code [B + 1]} where each session's clicks begin
 * @param clickNode {@code [c]} node of each click
 * @param padding {@code [B]} padding positions of each session: 0 unless the model wants them
 */
public record PackedSessions(
    int[] nodeItems,
    int[] nodeOffsets,
    int[] nodeSession,
    int[] lastNode,
    float[] nodeClicks,
    int[] clickOffsets,
    int[] clickNode,
    float[] padding) {}
