import { graphql } from "../../gql/gql.ts";
import type { Device_DeviceFragment } from "../../gql/graphql.ts";

export type DeviceData = Device_DeviceFragment;

export const deviceFragment = graphql(`
  fragment Device_device on HealthDevice {
    id
    serialNumber
    kind
    name
    manufacturer
    model
    firmware
    battery
    connection
    connectionSince
    lastContactAt
    lastAddress
    intervalSeconds
    keyMadeAt
    previousKeyUntil
    skewMs
    skewAt
    qualityScore
    version
    createdAt
    retiredAt
    binding {
      id
      patientId
      recordNumber
      boundAt
    }
  }
`);

export const devicesQuery = graphql(`
  query HealthDevices(
    $filter: HealthDeviceFilter
    $order: HealthDeviceOrder
    $first: Int
    $after: String
    $last: Int
    $before: String
  ) {
    healthDevices(
      filter: $filter
      order: $order
      first: $first
      after: $after
      last: $last
      before: $before
    ) {
      nodes {
        ...Device_device
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      totalCount
    }
    healthDeviceSummary {
      total
      online
      offline
      neverSeen
      bound
      batteryLow
      clockWrong
    }
  }
`);

export const deviceQuery = graphql(`
  query HealthDevice($id: ID!) {
    healthDevice(id: $id) {
      ...Device_device
    }
  }
`);

export const deviceBindingsQuery = graphql(`
  query HealthDeviceHistory($id: ID!, $after: String) {
    healthDevice(id: $id) {
      id
      bindings(first: 20, after: $after) {
        nodes {
          id
          patientId
          recordNumber
          boundAt
          unboundAt
          reason
          boundBy {
            id
            displayName
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

export const deviceLogsQuery = graphql(`
  query HealthDeviceLogs($id: ID!, $kinds: [HealthDeviceLogKind!], $first: Int, $after: String) {
    healthDevice(id: $id) {
      id
      logs(kinds: $kinds, first: $first, after: $after) {
        nodes {
          id
          at
          kind
          detail {
            name
            value
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

export const patientDevicesQuery = graphql(`
  query PatientDevices($patientId: ID!) {
    healthDeviceBindings(patientId: $patientId, first: 50) {
      nodes {
        id
        boundAt
        unboundAt
        reason
        device {
          ...Device_device
        }
      }
    }
  }
`);

export const liveDevices = graphql(`
  subscription HealthDeviceStatus($deviceIds: [ID!], $patientIds: [ID!]) {
    deviceStatus(deviceIds: $deviceIds, patientIds: $patientIds) {
      id
      at
      change
      deviceId
    }
  }
`);

export const registerDevice = graphql(`
  mutation RegisterHealthDevice($input: RegisterHealthDeviceInput!) {
    registerHealthDevice(input: $input) {
      key
      device {
        id
      }
    }
  }
`);

export const updateDevice = graphql(`
  mutation UpdateHealthDevice($input: UpdateHealthDeviceInput!) {
    updateHealthDevice(input: $input) {
      device {
        ...Device_device
      }
    }
  }
`);

export const rotateDeviceKey = graphql(`
  mutation RotateHealthDeviceKey($input: RotateHealthDeviceKeyInput!) {
    rotateHealthDeviceKey(input: $input) {
      key
      device {
        id
        keyMadeAt
        previousKeyUntil
      }
    }
  }
`);

export const bindDevice = graphql(`
  mutation BindHealthDevice($input: BindHealthDeviceInput!) {
    bindHealthDevice(input: $input) {
      device {
        ...Device_device
      }
    }
  }
`);

export const unbindDevice = graphql(`
  mutation UnbindHealthDevice($input: HealthDeviceActInput!) {
    unbindHealthDevice(input: $input) {
      device {
        ...Device_device
      }
    }
  }
`);

export const retireDevice = graphql(`
  mutation RetireHealthDevice($input: HealthDeviceActInput!) {
    retireHealthDevice(input: $input) {
      device {
        ...Device_device
      }
    }
  }
`);

export const restoreDevice = graphql(`
  mutation RestoreHealthDevice($input: HealthDeviceActInput!) {
    restoreHealthDevice(input: $input) {
      device {
        ...Device_device
      }
    }
  }
`);
