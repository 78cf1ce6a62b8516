import { HOUR_MS, dayNumber, minuteOfDay } from '../clock.ts';
import { STREAM, uniformAt } from '../random.ts';
import { Boiler, efficiency } from './boiler.ts';
import { MAX_FLOW_C, cop } from './compressor.ts';
import { HeatPump, type HeatPumpDesign } from './heat-pump.ts';
import { type HeatDemand, type Producer, gapK, isCharge } from './producer.ts';

/** Below this outdoor temperature the heat pump alone does not do, below the second the boiler is alone, C. */
const BIVALENT_C = 8;
const BOILER_ONLY_C = -7;
/** The boiler joins a heat pump that gives all it can when the flow is this much below its set-point, K. */
const JOIN_K = 3;
/** Euro per kWh. */
const GAS_PRICE = 0.11;
const POWER_PRICE = 0.25;

type Choice = 'heatpump_only' | 'appliance_only' | 'both';

/** Heat pump and boiler; outdoor temperature and the prices of the hour say which of them heats. */
export class Hybrid implements Producer {
  readonly heatPump: HeatPump;
  readonly boiler: Boiler;
  readonly #seed: number;
  #choice: Choice = 'heatpump_only';
  #decision = 0;

  constructor(design: HeatPumpDesign, boilerW: number, seed: number) {
    this.heatPump = new HeatPump(design, seed);
    this.boiler = new Boiler(boilerW);
    this.#seed = seed;
  }

  get heatW(): number {
    return this.heatPump.heatW + this.boiler.heatW;
  }

  get isDefrosting(): boolean {
    return this.heatPump.isDefrosting;
  }

  /** What makes heat now, in the gateway's words. */
  get activeHeatSource(): 'none' | Choice {
    const isPumping = this.heatPump.compressor.modulation > 0;
    if (isPumping && this.boiler.isBurning) return 'both';
    if (isPumping) return 'heatpump_only';
    return this.boiler.isBurning ? 'appliance_only' : 'none';
  }

  step(demand: HeatDemand): void {
    this.#decide(demand);
    const choice = this.#available(demand);
    const idle: HeatDemand = { ...demand, setpointC: undefined };
    this.heatPump.step(choice === 'appliance_only' ? idle : demand);
    const isFull = this.heatPump.compressor.modulation >= 0.95;
    const helps = choice === 'both' && isFull && gapK(demand) > (this.boiler.isBurning ? 0 : JOIN_K);
    const restW = demand.loadW - Math.max(0, this.heatPump.heatW);
    const rest = choice === 'appliance_only' ? demand : { ...demand, loadW: restW };
    this.boiler.step(choice === 'appliance_only' || helps ? rest : idle);
  }

  /** One that is out of order is replaced by the other; what is too hot for the heat pump is the boiler's. */
  #available({ setpointC = 0 }: HeatDemand): Choice {
    if (this.boiler.isLocked) return 'heatpump_only';
    if (this.heatPump.compressor.isBlocked || setpointC > MAX_FLOW_C) return 'appliance_only';
    return this.#choice;
  }

  /** Once an hour, so that neither is switched for a passing cloud. */
  #decide(demand: HeatDemand): void {
    // Hot water is decided apart: it needs a hotter flow.
    const decision = 2 * Math.floor(demand.nowMs / HOUR_MS) + Number(isCharge(demand));
    if (decision === this.#decision) return;
    this.#decision = decision;
    const { outdoorC, setpointC = demand.sinkC } = demand;
    const pumpCost = this.powerPrice(demand.nowMs) / cop(outdoorC, setpointC);
    const boilerCost = GAS_PRICE / efficiency(setpointC - 10);
    if (outdoorC < BOILER_ONLY_C || pumpCost > boilerCost) this.#choice = 'appliance_only';
    else this.#choice = outdoorC < BIVALENT_C && !isCharge(demand) ? 'both' : 'heatpump_only';
  }

  /** A variable tariff: cheap at night and at noon, dear in the evening, and each day different, Euro per kWh. */
  powerPrice(nowMs: number): number {
    const hour = minuteOfDay(nowMs) / 60;
    const ofHour = -0.04 * Math.cos((2 * Math.PI * (hour - 13)) / 12) + (hour >= 16 && hour < 20 ? 0.08 : 0);
    const ofDay = 0.1 * (uniformAt(this.#seed, STREAM.price, dayNumber(nowMs)) - 0.5);
    return POWER_PRICE + ofHour + ofDay;
  }
}
