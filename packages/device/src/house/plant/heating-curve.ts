/** Weather compensation: T_flow = T_set + (T_design - T_set) * ((T_set - T_out) / (T_set - T_min))^(1/n) + k * (T_set - T_room). */
export interface HeatingCurve {
  /** Flow temperature that the circuit needs at `minOutdoorC`, C. */
  readonly designFlowC: number;
  readonly minOutdoorC: number;
  /** Of the emitter. */
  readonly exponent: number;
  /** k: raises the flow for each kelvin that the room is below its set-point. */
  readonly roomInfluence: number;
}

/** Flow temperature, C; below the room temperature when no heat is needed. */
export function flowSetpointC(
  curve: HeatingCurve,
  setpointC: number,
  roomC: number,
  outdoorC: number,
): number {
  const ratio = Math.max(0, (setpointC - outdoorC) / (setpointC - curve.minOutdoorC));
  const compensated = setpointC + (curve.designFlowC - setpointC) * ratio ** (1 / curve.exponent);
  return compensated + curve.roomInfluence * (setpointC - roomC);
}
