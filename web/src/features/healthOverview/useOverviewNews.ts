import { useApolloClient } from "@apollo/client/react";
import { useEffect, useEffectEvent } from "react";
import { graphql } from "../../gql/gql.ts";
import { liveHealthAlerts } from "../../healthAlerts/healthAlertQueries.ts";
import { follow } from "../../live/follow.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import { liveDevices } from "../devices/deviceQueries.ts";
import { Paced } from "./paced.ts";

const measured = graphql(`
  subscription OverviewMeasured {
    vitalSigns {
      id
    }
  }
`);

const patientsChanged = graphql(`
  subscription OverviewPatients {
    patientChanged {
      id
    }
  }
`);

/** A ward measures all the time: its figures are counted again so often at most. */
const everyMs = 2_000;

/**
 * Calls back soon after something happened that the overview counts, for what the viewer may see; not while nobody looks, but
 * as soon as somebody does.
 */
export function useOverviewNews(onNews: () => void): void {
  const client = useApolloClient();
  const can = useCan();
  const told = useEffectEvent(onNews);
  const alerts = can("health-alert:read");
  const devices = can("health-device:read");
  const vitals = can("vital-sign:read");
  const patients = can("patient:read");
  useEffect(() => {
    let isLate = false;
    const paced = new Paced(() => {
      isLate = document.hidden;
      if (!isLate) told();
    }, everyMs);
    const news = () => paced.ask();
    const looked = () => {
      if (isLate && !document.hidden) news();
    };
    document.addEventListener("visibilitychange", looked);
    const stops = [
      alerts && follow(client, liveHealthAlerts, {}, news),
      devices && follow(client, liveDevices, {}, news),
      vitals && follow(client, measured, {}, news),
      patients && follow(client, patientsChanged, {}, news),
    ];
    return () => {
      document.removeEventListener("visibilitychange", looked);
      for (const stop of stops) if (stop) stop();
      paced.stop();
    };
  }, [client, alerts, devices, vitals, patients]);
}
