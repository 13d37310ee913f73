export const words = {
  title: "Patients",
  gone: {
    title: "Patient not found",
    text: "There is no such file, or it is not one of your patients.",
    list: "All patients",
  },
  tab: {
    overview: "Overview",
    vitals: "Vital signs",
    alerts: "Alerts",
    devices: "Devices",
    timeline: "Timeline",
    reports: "Check-up reports",
    risk: "Risk",
    access: "Access log",
  },
  overview: { file: "File" },
  fact: { recordNumber: "Record number", birthDate: "Born" },
};
